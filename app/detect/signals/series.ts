import type { Entity } from '../../model/observation.ts'
import type { SignalEngine } from '../engines/engine.ts'
import { reviveSum, saveSum, type SavedSum, type WindowSum } from './window-measure.ts'

/** Records of a window that an observation can point at: the first few and the newest. */
const mostSeqs = 5
/** A signal that is fed by clocks far apart has a window near each of them. */
export const mostOpen = 4

export interface OpenWindow {
  start: number
  /** The clock that opened it. */
  lane: string
  /** It lies before one that was judged: only a clock that stands near it may close it. */
  back: boolean
  sum: WindowSum
  seqs: number[]
}

/** One signal of a stream: its engine and the windows that are not over. */
export interface Series {
  key: string
  entity: Entity
  engine: SignalEngine
  /** Clock of the window opened last. */
  home: string
  /** Beginning of the window judged last. */
  last: number | undefined
  /** Windows in a row in which nothing came. */
  idle: number
  open: OpenWindow[]
  /** The one a record fell into last. */
  current: OpenWindow | undefined
  /** Of the window judged last that held any. */
  seqs: number[]
  source: string
}

export interface SavedSeries {
  key: string
  entity: Entity
  /** JSON of the engine's snapshot: text is cheap to hand over, and shares nothing with the running engine. */
  engine: string
  home: string
  last?: number
  idle: number
  open: (Omit<OpenWindow, 'sum'> & { sum: SavedSum })[]
  current: number
  seqs: number[]
  source: string
}

export function noteSeq(window: OpenWindow, seq: number): void {
  if (window.seqs.length < mostSeqs) window.seqs.push(seq)
  else window.seqs[mostSeqs - 1] = seq
}

export function saveSeries(series: Series): SavedSeries {
  const { key, entity, engine, home, last, idle, open, current, seqs, source } = series
  return {
    key,
    entity: { ...entity },
    engine: JSON.stringify(engine.snapshot()),
    home,
    ...(last === undefined ? {} : { last }),
    idle,
    open: open.map((window) => ({ ...window, sum: saveSum(window.sum), seqs: [...window.seqs] })),
    current: current === undefined ? -1 : open.indexOf(current),
    seqs: [...seqs],
    source,
  }
}

export function reviveSeries(saved: SavedSeries, engine: SignalEngine): Series {
  engine.restore(JSON.parse(saved.engine))
  const open = saved.open.map((window) => ({ ...window, sum: reviveSum(window.sum), seqs: [...window.seqs] }))
  const { key, entity, home, last, idle, seqs, source } = saved
  return { key, entity, engine, home, last, idle, open, current: open[saved.current], seqs: [...seqs], source }
}
