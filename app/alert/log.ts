import { alertSeverity } from '../model/alert-severity.ts'
import type { Channel, ChannelPlatform } from './channel.ts'

/** One line in the log, for people who watch it with other tools. */
export function createLogChannel(platform: ChannelPlatform): Channel {
  return {
    name: 'log',
    title: 'Log',
    deliver: (event) => {
      const { id, anomaly_type, severity, risk_score, entity, count } = event
      const loudness = alertSeverity(severity, risk_score)
      platform.log({
        // An error in this log is one of Vedette's own.
        level: loudness === 'info' ? 'info' : 'warn',
        alert_severity: loudness,
        message: `alert: ${event.explanation}`,
        event_id: id,
        anomaly_type,
        severity,
        risk_score,
        entity: entity.value,
        count,
      })
      return Promise.resolve({ kind: 'delivered' })
    },
  }
}
