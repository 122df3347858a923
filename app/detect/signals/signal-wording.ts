import type { Reason } from '../../model/observation.ts'
import type { SignalJudgement } from '../../model/stream.ts'
import type { Description, Episode } from '../support/episode.ts'
import { formatDuration, formatNumber } from '../support/wording.ts'
import type { StreamPlan } from './stream-plan.ts'

/** What is kept of an anomaly for its words; plain data, it lives in snapshots. */
export interface SignalDetail {
  stream: string
  key: string
  /** `count`, `p95 of http.response.body.bytes`. */
  measure: string
  field?: string
  /** Milliseconds; 0 for single values. */
  window: number
  engine: string
  why?: string
  ts: number
  value: number
  lower: number | null
  upper: number | null
  score: number
  probability: number
}

export function detailOf(judgement: SignalJudgement, plan: StreamPlan, choice: { picked: string; why: string } | undefined): SignalDetail {
  const { stream, key, ts, value, lower, upper, score, probability } = judgement
  const { source } = plan.definition
  const field = source.type === 'records' ? source.field : undefined
  return {
    stream,
    key,
    measure: measureText(plan),
    ...(field === undefined ? {} : { field }),
    window: plan.window,
    engine: choice === undefined ? plan.engine.name : `${plan.engine.name}: ${choice.picked}`,
    ...(choice === undefined ? {} : { why: choice.why }),
    ts,
    value,
    lower,
    upper,
    score,
    probability,
  }
}

function measureText({ definition: { source }, measure }: StreamPlan): string {
  if (source.type !== 'records') return measure.name === 'none' ? 'value' : measure.name
  if (source.measure === 'count') return 'records'
  return `${source.measure === 'distinct' ? 'different' : source.measure} ${source.field ?? ''}`
}

export function describeSignal({ entity, detail }: Episode<SignalDetail>): Description {
  const { stream, key, measure, window, engine, why, value, lower, upper, score, probability, ts, field } = detail
  const within = window === 0 ? '' : ` in ${formatDuration(window)}`
  const about = key === entity.value || key === 'all' ? '' : ` (${key})`
  const said = why === undefined ? `engine ${engine}` : `engine ${engine}, ${why}`
  return {
    score,
    explanation:
      `${entity.value}${about}: ${measure}${within} came to ${formatNumber(value)} in the stream ${stream}, ` +
      `${bandText(value, lower === null || !countsOnly(measure) ? lower : Math.max(0, lower), upper)} (${said}; score ${formatScore(score)})`,
    reasons: reasonsOf(detail, within),
    metadata: {
      stream,
      key,
      value,
      lower,
      upper,
      probability,
      engine,
      window_seconds: window / 1000,
      point_at: ts,
      ...(field === undefined ? {} : { field }),
    },
  }
}

/** There are never fewer than none. */
function countsOnly(measure: string): boolean {
  return measure === 'records' || measure === 'count' || measure.startsWith('different ')
}

function bandText(value: number, lower: number | null, upper: number | null): string {
  if (lower === null || upper === null) return 'which does not follow from what came before it'
  const side = value > upper ? 'above' : value < lower ? 'below' : 'at odds with'
  return `${side} the usual ${formatNumber(lower)} to ${formatNumber(upper)}`
}

/** 0.9993 must not become 1. */
function formatScore(score: number): string {
  return String(Math.floor(score * 10_000) / 10_000)
}

function reasonsOf({ measure, value, lower, upper, score, field }: SignalDetail, within: string): Reason[] {
  const limit = upper !== null && value > upper ? upper : lower !== null && value < lower ? lower : undefined
  return [
    {
      label: `${measure}${within}`,
      value,
      ...(limit === undefined ? {} : { threshold: limit }),
      ...(field === undefined ? {} : { name: field }),
      met: true,
    },
    {
      label: 'how rare such a value is on this signal',
      value: Math.floor(score * 10_000) / 10_000,
      name: 'score',
      unit: 'ratio',
      met: true,
    },
  ]
}
