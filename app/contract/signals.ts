import { z } from 'zod'
import type { Status, Verdict } from '../model/event.ts'
import type { Severity } from '../model/severity.ts'
import type { PresetName, SignalJudgement, StreamDefinition } from '../model/stream.ts'
import { streamSchema } from '../model/stream.ts'
import { request } from './request.ts'

const name = z.string().min(1).max(100)
const key = z.string().max(2000)
const time = z.number().int()

/** Streams: metrics over time, what judges them, and what came of it. */
export const signalRequests = {
  /** Configured streams first, then presets that are on. */
  'streams.list': request<{ streams: StreamView[] }>()(z.strictObject({})),
  /** Adds a stream, or with `previous` replaces the one of that name. A changed definition begins to learn anew. */
  'streams.save': request<{ stream: StreamView }>()(z.strictObject({ stream: streamSchema, previous: name.optional() })),
  'streams.remove': request<Record<string, never>>()(z.strictObject({ name })),
  /** Of a stream, or of a preset by its name. */
  'streams.setEnabled': request<Record<string, never>>()(z.strictObject({ name, enabled: z.boolean() })),
  'streams.presets': request<{ presets: StreamPreset[] }>()(z.strictObject({})),

  /** Signals of a stream, the anomalous ones of the last 24 hours first, then by newest value. */
  'signals.keys': request<SignalKeysAnswer>()(
    z.strictObject({ stream: name, text: z.string().max(200).optional(), limit: z.int().min(1).max(1000) }),
  ),
  /** At most about `points` of them, least and largest of each stretch; every anomaly is kept (the newest 5000). */
  'signals.series': request<SignalSeries>()(
    z.strictObject({ stream: name, key, from: time, to: time, points: z.int().min(10).max(20_000) }),
  ),
} as const

export type StreamState =
  | { kind: 'off' }
  /** Its history is replayed; 0 to 1. */
  | { kind: 'warming'; fraction: number }
  | { kind: 'running' }
  /** Its socket or file cannot be read. */
  | { kind: 'failed'; message: string }

export interface SinkState {
  /** `repository`, `live`, `file /var/log/verdicts.jsonl`, … */
  sink: string
  delivered: number
  /** Verdicts that could not be delivered. */
  failed: number
  /** What the newest failure said. */
  failure?: string
}

export interface StreamView {
  stream: StreamDefinition
  /** Set where it is a preset's: it can be switched off, and saved under another name. */
  preset?: PresetName
  state: StreamState
  /** Engines that choose (`auto`), by key: what was picked and why; a sample. */
  choices: { key: string; picked: string; why: string }[]
  keys: number
  /** Judged since the stream began, its history left out; counts below are as old, those of messages as old as this engine. */
  points: number
  anomalies: number
  late: number
  /** Messages that could not be read; they are kept as records (`event.dataset:vedette.measurement event.kind:pipeline_error`). */
  bad: number
  unjudged: number
  /** Messages that wait until history is replayed. */
  held: number
  evicted: number
  forgotten: number
  sinks: SinkState[]
  /** The newest stored point, and the last 50 values of its key, oldest first. */
  last?: SignalJudgement
  sparkline: { ts: number; value: number; is_anomaly: boolean }[]
}

export interface StreamPreset {
  name: PresetName
  title: string
  description: string
  enabled: boolean
  stream: StreamDefinition
}

export interface SignalKey {
  key: string
  last: SignalJudgement
  /** Up to 10,000; one more stands for more. */
  points: number
  /** Anomalous points of the last 24 hours before the newest point of the stream. */
  anomalies: number
}

export interface SignalKeysAnswer {
  keys: SignalKey[]
  total: number
}

export interface SignalPoint {
  ts: number
  value: number
  lower: number | null
  upper: number | null
  score: number
  is_anomaly: boolean
  warming: boolean
  /** Of an anomalous point whose event is there. */
  event?: { id: string; status: Status; severity: Severity; verdict?: Verdict }
}

export interface SignalSeries {
  points: SignalPoint[]
  /** Points stored in that time. */
  total: number
  anomalies: number
  /** Whether points were left out. */
  sampled: boolean
  /** First and last stored point of the key, whatever was asked for. */
  first?: number
  last?: number
}

/** At most four times a second and 500 points at a time; `skipped` counts what a flood left out. */
export interface SignalsLive {
  points: SignalJudgement[]
  skipped: number
}
