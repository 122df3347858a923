import type { Table } from '../forest/table.ts'
import { readRow } from '../forest/table.ts'

/**
 * Rows that were learnt from, by a hash of their numbers. The same rows come in answer after answer: of those that lie at
 * the edge of what is usual, as some always do, nobody wants to be told each time.
 */
export function rememberRows(table: Table): Set<number> {
  const known = new Set<number>()
  for (let row = 0; row < table.rows; row += 1) known.add(hashRow(readRow(table, row)))
  return known
}

/** Fowler, Noll and Vo's hash twice, from two beginnings: 53 bits. */
export function hashRow(row: Float64Array): number {
  const words = new Uint32Array(Float64Array.from(row).buffer)
  let [high, low] = [0x811c9dc5, 0xcbf29ce4]
  for (const word of words) {
    high = Math.imul(high ^ word, 0x01000193)
    high ^= high >>> 15
    low = Math.imul(low ^ word, 0x85ebca6b)
    low ^= low >>> 13
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0)
}
