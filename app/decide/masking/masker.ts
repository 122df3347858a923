import { secretPatterns, type MaskingRules } from '../../model/masking.ts'
import { maskMetadata, sensitiveFragments } from './mask-sensitive.ts'
import { createTextMasker, type TextMasker } from './mask-text.ts'
import { createKeyFinder } from './sensitive-keys.ts'

/** Everything that is kept of what a detector or an application says goes through one of these. */
export interface Masker {
  /** Values under sensitive keys, and secrets in every text that is left. */
  metadata(metadata: Readonly<Record<string, unknown>>): Record<string, unknown>
  text(text: string): string
  readonly counts: TextMasker['counts']
}

export const defaultRules: MaskingRules = { fragments: sensitiveFragments, exempt_keys: [], patterns: secretPatterns }

export function createMasker(rules: MaskingRules, onMasked?: (key: string, fragment: string) => void): Masker {
  const textMasker = createTextMasker(rules)
  const options = { findFragment: createKeyFinder(rules), maskText: (text: string) => textMasker.maskText(text), onMasked }
  return {
    metadata: (metadata) => maskMetadata(metadata, options),
    text: options.maskText,
    counts: textMasker.counts,
  }
}

export const defaultMasker = createMasker(defaultRules)
