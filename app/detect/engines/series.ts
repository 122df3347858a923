import type { EngineChoice, EngineParameters, Judgement } from '../../model/engine.ts'
import type { EngineType } from './engine.ts'

/** A signal's values in the order in which an engine sees them. */
export interface Series {
  ts: ArrayLike<number>
  values: ArrayLike<number>
}

/** By index of the series. `lower` and `upper` are NaN where a judgement has no band. */
export interface JudgedSeries {
  score: Float64Array
  lower: Float64Array
  upper: Float64Array
  is_anomaly: Uint8Array
  warming: Uint8Array
  anomalies: number
  choice: EngineChoice | undefined
}

export interface Watch {
  readonly cancelled: boolean
  onProgress: (fraction: number) => void
}

/** How often it looks at `watch`. */
const stride = 1024

/** Runs one engine over a whole series, as live values would. Undefined when `watch` says stop. */
export function judgeSeries(type: EngineType, parameters: EngineParameters, series: Series, watch?: Watch): JudgedSeries | undefined {
  const engine = type.create(parameters)
  const { length } = series.values
  const judged = createJudged(length)
  for (let i = 0; i < length; i += 1) {
    if (watch !== undefined && i % stride === 0) {
      if (watch.cancelled) return undefined
      watch.onProgress(i / length)
    }
    const judgement = engine.observe(series.ts[i]!, series.values[i]!)
    judged.score[i] = judgement.score
    judged.lower[i] = judgement.lower ?? NaN
    judged.upper[i] = judgement.upper ?? NaN
    judged.is_anomaly[i] = judgement.is_anomaly ? 1 : 0
    judged.warming[i] = judgement.warming ? 1 : 0
    if (judgement.is_anomaly) judged.anomalies += 1
  }
  judged.choice = engine.describe?.()
  return judged
}

/** One of them as the engine gave it, `probability` apart. */
export function judgementAt(judged: JudgedSeries, index: number): Omit<Judgement, 'probability'> {
  const { score, lower, upper, is_anomaly, warming } = judged
  const bound = (limits: Float64Array) => (Number.isNaN(limits[index]!) ? null : limits[index]!)
  return {
    score: score[index]!,
    lower: bound(lower),
    upper: bound(upper),
    is_anomaly: is_anomaly[index] === 1,
    warming: warming[index] === 1,
  }
}

function createJudged(length: number): JudgedSeries {
  const numbers = () => new Float64Array(length)
  const truths = () => new Uint8Array(length)
  return {
    score: numbers(),
    lower: numbers(),
    upper: numbers(),
    is_anomaly: truths(),
    warming: truths(),
    anomalies: 0,
    choice: undefined,
  }
}
