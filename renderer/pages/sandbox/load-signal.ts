import type { ContractError } from '../../../app/contract/protocol.ts'
import type { SignalSeries } from '../../../app/contract/signals.ts'
import type { Answer } from '../../connection.ts'
import { formatCount } from '../../format.ts'

/** What one message to the engine holds (4 MiB). */
export const mostPoints = 100_000
/** What one answer of a series holds. */
const page = 20_000

/** Its end is not part of it. */
export interface Stretch {
  from: number
  to: number
}
export type AskSeries = (stretch: Stretch, points: number) => Promise<Answer<SignalSeries>>
export type LoadedSignal = { kind: 'loaded'; ts: number[]; values: number[] } | { kind: 'failed'; error: ContractError }

/**
 * Every stored value of a stretch. The engine thins out what is more than it may answer at once, so a stretch with too
 * much in it is asked for by halves: engines must see each value, not those that look best on a chart.
 */
export async function loadSignal(ask: AskSeries, stretch: Stretch, onProgress: (fraction: number) => void): Promise<LoadedSignal> {
  const ts: number[] = []
  const values: number[] = []
  let waiting: Stretch[] = [stretch]
  while (waiting.length > 0) {
    const [next, ...rest] = waiting as [Stretch, ...Stretch[]]
    waiting = rest
    const answer = await ask(next, page)
    if (answer.kind === 'failed') return answer
    const { points, sampled, total, first, last } = answer.output
    if (sampled && next.to - next.from > 1) {
      if (ts.length + total > mostPoints) return tooMuch(ts.length + total)
      // The stored part of it: half of an empty century would be empty too.
      const from = Math.max(next.from, first ?? next.from)
      const to = Math.min(next.to, (last ?? next.to) + 1)
      const middle = Math.floor((from + to) / 2)
      waiting = [{ from, to: middle }, { from: middle, to }, ...waiting]
      continue
    }
    for (const point of points) {
      ts.push(point.ts)
      values.push(point.value)
    }
    onProgress((next.to - stretch.from) / Math.max(1, stretch.to - stretch.from))
  }
  return ts.length > mostPoints ? tooMuch(ts.length) : { kind: 'loaded', ts, values }
}

function tooMuch(count: number): LoadedSignal {
  const message = `There are ${formatCount(count)} values in this time; the Sandbox takes at most ${formatCount(mostPoints)} of a stored signal. Choose a shorter time, or a file.`
  return { kind: 'failed', error: { kind: 'conflict', message } }
}
