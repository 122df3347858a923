/** What an engine says of one value of a signal. Never NaN or infinite. */
export interface Judgement {
  /** How unusual, 0 to 1, calibrated on the signal itself: 0.99 is about one normal value in a hundred. 0 while warming. */
  score: number
  /** What the engine's own method says, 0 to 1, before calibration. `threshold` of the engines that have one is about this. */
  probability: number
  /** The band in which a value would have been usual; null where the method has none (`cad`) or while warming. */
  lower: number | null
  upper: number | null
  is_anomaly: boolean
  /** Too little has been seen to judge. */
  warming: boolean
}

export type EngineValue = number | string | boolean | null | readonly string[]
export type EngineParameters = Readonly<Record<string, EngineValue>>

interface ParameterText {
  name: string
  title: string
  help: string
  /** What the number counts: `values`, `deviations`, `hours`, `a day`; absent where it has none. */
  unit?: string
}

/** One setting of an engine, with all that a form and a message about a wrong value need. */
export type EngineParameter = ParameterText &
  (
    | { kind: 'integer' | 'number'; default: number; minimum: number; maximum: number }
    /** May be left out: the default is null, and `absent` says what then happens. */
    | {
        kind: 'optional-number'
        default: null
        minimum: number
        maximum: number
        absent: string
        /** The parameter that must not be smaller, where both are given. */
        at_most?: string
      }
    | { kind: 'choice'; default: string; choices: readonly string[] }
    | { kind: 'time-zone'; default: string }
    /** Days as `2026-12-25`. */
    | { kind: 'dates'; default: readonly string[] }
  )

/** An engine as the window and the documents show it. */
export interface EngineDescription {
  name: string
  title: string
  description: string
  good_for: string
  bad_for: string
  parameters: readonly EngineParameter[]
}

/** What an engine made of its own choice (`auto`): the engine picked, and the reason in a sentence. */
export interface EngineChoice {
  picked: string
  why: string
}

/** A stretch of a signal of which somebody says that it was anomalous; milliseconds, both ends inside. */
export interface LabelledWindow {
  from: number
  to: number
}

/** How an engine did against labelled windows. Windows that it saw only while warming do not count. */
export interface LabelScore {
  windows: number
  /** Windows with at least one anomaly inside. */
  found: number
  /** Windows without a judged value. */
  unjudged: number
  anomalies: number
  /** Anomalies inside a window. */
  inside: number
  /** `inside / anomalies`; null without anomalies. */
  precision: number | null
  /** `found / windows`; null without windows. */
  recall: number | null
  /** From the first judged value of a found window to its first anomaly: the median, in milliseconds and in values. */
  delay: { ms: number; values: number } | null
}
