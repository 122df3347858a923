import type { SecurityEvent } from '../../app/model/event.ts'
import { printable } from '../printable.ts'

/** Events as lines a person reads in a terminal. */
export function formatEvents(events: readonly SecurityEvent[]): string {
  return events
    .map(({ severity, risk_score, anomaly_type, entity, count, last_seen, explanation }) => {
      const head = `${severity.toUpperCase().padEnd(8)} ${String(risk_score).padStart(3)}  ${anomaly_type}  ${entity.value}  ×${count}  ${new Date(last_seen).toISOString()}`
      return `${printable(head)}\n         ${printable(explanation)}\n`
    })
    .join('')
}
