import type { EngineParameter } from '../../model/engine.ts'

/** Of the engines whose threshold is the calibrated score. */
export const scoreThreshold: EngineParameter = {
  name: 'threshold',
  title: 'Threshold',
  kind: 'number',
  default: 0.9995,
  minimum: 0.5,
  maximum: 0.999999,
  unit: 'score',
  help: 'The score from which on a value is an anomaly. 0.9995 is about one normal value in two thousand.',
}

export const calendarParameters: readonly EngineParameter[] = [
  {
    name: 'time_zone',
    title: 'Time zone',
    kind: 'time-zone',
    default: 'UTC',
    help: 'Whose hours and days: an IANA zone such as Europe/Berlin, or local for this machine’s.',
  },
  {
    name: 'holidays',
    title: 'Holidays',
    kind: 'dates',
    default: [],
    help: 'Days that are no ordinary weekday, as 2026-12-25, separated by commas. They are held against Sundays until two holidays are known, then against each other.',
  },
]
