import { expect, test } from 'vitest'
import { secretPatterns } from '../../model/masking.ts'
import { createTextMasker } from './mask-text.ts'
const masker = createTextMasker({ patterns: secretPatterns })
test.each([
  ['Authorization: Bearer abc.def-123', 'Authorization: Bearer ***'],
  ['Failed password for root from 1.2.3.4', 'Failed password for root from 1.2.3.4'],
])('%s', (a, b) => expect(masker.maskText(a)).toBe(b))
