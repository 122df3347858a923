import type { EngineChoice, EngineParameters, LabelledWindow, LabelScore } from './engine.ts'

/** What engines made of a series. */
export interface SandboxAnswer {
  /** Values of the series, and its first and last time. */
  total: number
  from: number
  to: number
  labels: LabelledWindow[]
  /** In the order in which they were asked for. */
  runs: SandboxRun[]
}

export interface SandboxRun {
  type: string
  /** Complete, with defaults. */
  params: EngineParameters
  /** Of engines that choose. */
  choice?: EngineChoice
  /** Values judged, those of the warm-up left out. */
  judged: number
  anomalies: number
  /** Where there are labels. */
  score?: LabelScore
  verdicts_per_second: number
  points: SandboxPoint[]
}

export interface SandboxPoint {
  ts: number
  value: number
  lower: number | null
  upper: number | null
  score: number
  is_anomaly: boolean
  warming: boolean
}
