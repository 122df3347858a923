import { existsSync, readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'

/** Observed of an earlier system; read in place, absent from a clone elsewhere. */
export interface DatasetCase {
  id: string
  input: unknown
  expected: unknown
  note?: string
}

export function readCases<Case = DatasetCase>(name: string): readonly (readonly [string, Case])[] {
  const file = `../shared/fixtures/behaviour/dataset-${name}.json`
  if (!existsSync(file)) return []
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: (Case & { id: string })[] }
  return cases.map((each) => [each.id, each] as const)
}

export function describeCases(name: string, cases: readonly unknown[], tests: () => void): void {
  describe.skipIf(cases.length === 0)(`the ${name} cases (skipped where ../shared/fixtures/behaviour is absent)`, tests)
}

/** Equal, with numbers to nine digits. */
export function expectAlike(given: unknown, wanted: unknown, path = ''): void {
  if (typeof wanted === 'number') {
    expect(typeof given, path).toBe('number')
    expect(Math.abs((given as number) - wanted), path).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(wanted)))
  } else if (Array.isArray(wanted)) {
    expect(given, path).toHaveLength(wanted.length)
    wanted.forEach((each, at) => expectAlike((given as unknown[])[at], each, `${path}[${at}]`))
  } else if (typeof wanted === 'object' && wanted !== null) {
    expect(Object.keys(given as object).sort(), path).toEqual(Object.keys(wanted).sort())
    for (const [key, each] of Object.entries(wanted)) expectAlike((given as Record<string, unknown>)[key], each, `${path}.${key}`)
  } else expect(given, path).toEqual(wanted)
}
