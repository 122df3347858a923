import type { Channel, ChannelPlatform } from './channel.ts'

/** One line in the log, for people who watch it with other tools. */
export function createLogChannel(platform: ChannelPlatform): Channel {
  return {
    name: 'log',
    title: 'Log',
    deliver: (event) => {
      const { id, anomaly_type, severity, risk_score, entity, count } = event
      platform.log({
        level: 'info',
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
