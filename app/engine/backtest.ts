import { readSeriesText, type LineProblem } from '../collect/series-file.ts'
import { findEngine } from '../detect/engines/index.ts'
import { scoreAgainstLabels } from '../detect/engines/label-score.ts'
import { judgementAt, judgeSeries } from '../detect/engines/series.ts'
import type { EngineChoice, LabelScore } from '../model/engine.ts'
import { readEngineParameters } from '../model/engine-parameters.ts'

/** One engine over one file, without a console. */
export interface BacktestQuestion {
  engine: string
  params: Readonly<Record<string, unknown>>
  text: string
}

/** One value as `vedette backtest` prints it. */
export interface BacktestRow {
  ts: number
  value: number
  score: number
  lower: number | null
  upper: number | null
  is_anomaly: boolean
}

export type BacktestResult =
  | {
      kind: 'judged'
      /** Made as they are asked for: a million are never there at once. */
      rows: Iterable<BacktestRow>
      total: number
      judged: number
      anomalies: number
      choice?: EngineChoice
      score?: LabelScore
    }
  /** Asked wrongly: an unknown engine or parameter. */
  | { kind: 'wrong'; messages: string[] }
  | { kind: 'unreadable'; problems: readonly LineProblem[]; total: number }

export function backtest({ engine, params, text }: BacktestQuestion): BacktestResult {
  const found = findEngine(engine)
  if (found.kind === 'unknown') return { kind: 'wrong', messages: [found.message] }
  const read = readEngineParameters(found.type.parameters, params)
  if (read.kind === 'refused') return { kind: 'wrong', messages: read.problems.map(({ message }) => message) }
  const file = readSeriesText(text)
  if (file.kind === 'refused') return { kind: 'unreadable', problems: file.problems, total: file.total }
  const { series } = file
  const judged = judgeSeries(found.type, read.parameters, series)
  if (judged === undefined) throw new Error('a backtest that nobody watches is not cancelled')
  function* rows(): Generator<BacktestRow> {
    for (let i = 0; i < series.ts.length; i += 1) {
      const { score, lower, upper, is_anomaly } = judgementAt(judged!, i)
      yield { ts: series.ts[i]!, value: series.values[i]!, score, lower, upper, is_anomaly }
    }
  }
  return {
    kind: 'judged',
    rows: rows(),
    total: series.ts.length,
    judged: judged.warming.reduce((count, warming) => count + (warming === 0 ? 1 : 0), 0),
    anomalies: judged.anomalies,
    choice: judged.choice,
    score: series.labels.length > 0 ? scoreAgainstLabels(series, judged, series.labels) : undefined,
  }
}
