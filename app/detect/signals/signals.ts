import type { Detector } from '../detector.ts'
import { SignalStage } from './signal-stage.ts'

export const signals: Detector = {
  name: 'signals',
  family: 'SIGNALS',
  title: 'Unusual signal',
  description:
    'Watches the streams that are configured: what is measured of records in windows of event time, or values that applications send, each key ' +
    'judged by an engine of its own against what is usual for it. Windows close by the clock that opened them, so that a wrong clock closes nobody ' +
    'else’s. Without streams it looks at nothing.',
  anomaly_types: [
    {
      anomaly_type: 'signal_anomaly',
      title: 'Unusual signal',
      description: 'A measured value is far from what is usual for it at that time: more or fewer than ever, or a lasting change.',
      risk_score: 45,
      severity: 'medium',
      category: 'system',
      techniques: [],
    },
  ],
  parameters: [
    {
      name: 'quiet',
      description: 'An episode ends when the signal has been as usual for so long',
      unit: 'seconds',
      default: 3600,
      minimum: 60,
      maximum: 604_800,
    },
  ],
  create: (parameters) => new SignalStage(parameters),
}
