import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordView } from '../../../app/contract/record-view.ts'
import { emptyBuffer, mostShown, takeIn, withOlder, type LiveBuffer } from './live-buffer.ts'

const record = (seq: number): RecordView => ({ seq, time: 0, arrival: 0, source: 's', fields: {}, raw: '', raw_encoding: 'utf-8' })
const seqs = (records: readonly RecordView[]) => records.map(({ seq }) => seq)

describe('the live list', () => {
  it('shows what arrives, newest first', () => {
    const buffer = takeIn(takeIn(emptyBuffer, [record(1), record(2)], 0, false), [record(3)], 0, false)
    expect(seqs(buffer.shown)).toEqual([3, 2, 1])
  })
  it('stands still while frozen, counts what is new, and lets it in afterwards', () => {
    const before = takeIn(emptyBuffer, [record(1)], 0, false)
    const frozen = takeIn(before, [record(2)], 40, true)
    expect(frozen.shown).toBe(before.shown)
    expect(frozen.waitingCount).toBe(41)
    const after = takeIn(frozen, [], 0, false)
    expect(seqs(after.shown)).toEqual([2, 1])
    expect(after.waitingCount).toBe(0)
    expect(after.skipped).toBe(40)
  })
  it('counts nothing as new that is on screen already, when the stream repeats what the first search has found', () => {
    const before = takeIn(emptyBuffer, [record(1), record(2)], 0, false)
    const frozen = takeIn(before, [record(1), record(2), record(3)], 0, true)
    expect(frozen.waitingCount).toBe(1)
    expect(seqs(frozen.waiting)).toEqual([3])
    expect(seqs(takeIn(frozen, [], 0, false).shown)).toEqual([3, 2, 1])
  })
  it('counts what waits once, however often it comes', () => {
    const before = takeIn(takeIn(emptyBuffer, [record(1)], 0, false), [record(2), record(3)], 0, true)
    expect(takeIn(before, [record(1), record(2), record(3), record(4)], 0, true).waitingCount).toBe(3)
  })
  it('does not change when nothing happened, so that nothing is painted', () => {
    const buffer = takeIn(emptyBuffer, [record(1)], 0, false)
    expect(takeIn(buffer, [], 0, false)).toBe(buffer)
    expect(takeIn(buffer, [], 0, true)).toBe(buffer)
  })
  it('goes on downwards with older records, each once', () => {
    const buffer = takeIn(emptyBuffer, [record(9), record(8)], 0, false)
    expect(seqs(withOlder(buffer, [record(8), record(7)]).shown)).toEqual([9, 8, 7])
  })
  it('is bounded, in order and without doubles, whatever comes', () => {
    const steps = fc.array(fc.tuple(fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 300 }), fc.boolean()), { maxLength: 20 })
    fc.assert(
      fc.property(steps, (all) => {
        const end = all.reduce<LiveBuffer>((buffer, [numbers, frozen]) => takeIn(buffer, numbers.map(record), 0, frozen), emptyBuffer)
        for (const list of [seqs(end.shown), seqs(end.waiting)]) {
          expect(list.length).toBeLessThanOrEqual(mostShown)
          expect(list).toEqual([...new Set(list)].sort((one, two) => two - one))
        }
      }),
      { numRuns: 50 },
    )
  })
})
