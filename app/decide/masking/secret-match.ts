import { isMasked } from './byte-scan.ts'

/** Where a secret stands, from its first byte to after its last. */
export interface FoundSecret {
  kind: 'secret'
  from: number
  to: number
  /** What is to stand there instead of `***`. */
  replacement?: string
}

/**
 * `none` with `until`: this pattern need not be tried again before there. With it no byte is looked at more than a few
 * times, whatever a sender makes up.
 */
export type SecretMatch = FoundSecret | { kind: 'none'; until?: number }

/**
 * Tells whether a trigger, found from `from` to `to`, begins (or names) a secret. Every reading goes forward over what
 * it takes, or looks at a bounded number of bytes: together they are linear in the length of the text.
 */
export type SecretMatcher = (bytes: Uint8Array, from: number, to: number, floor: number) => SecretMatch

export const noSecret: SecretMatch = { kind: 'none' }

export function secret(from: number, to: number, replacement?: string): FoundSecret {
  return { kind: 'secret', from, to, replacement }
}

/** What stands there, where there is something and it was not masked before. */
export function unlessMasked(bytes: Uint8Array, from: number, to: number): SecretMatch {
  return to <= from || isMasked(bytes, from, to) ? noSecret : secret(from, to)
}
