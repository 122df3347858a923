import { expect, test } from 'vitest'
import { readZoneName } from './zone-name.ts'

test('abbreviations with one meaning are zones, with what follows them', () => {
  const found = readZoneName('CEST host', 0)
  expect(found?.end).toBe(4)
  expect(found?.zone.toInstant(7_200_000, 0)).toBe(0)
  expect(readZoneName('UTC: %SYS', 0)?.end).toBe(3)
})

test.each(['IST host', 'CORE host', 'CET', 'CETX host', 'cet host', 'EST1 host'])('no zone: %s', (text) => {
  expect(readZoneName(text, 0)).toBeUndefined()
})
