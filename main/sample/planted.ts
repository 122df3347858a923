import type { SecurityEvent } from '../../app/model/event.ts'
import type { Planted } from './day.ts'

export interface PlantedResult extends Planted {
  event: SecurityEvent | undefined
}

/** Which planted attack was found: an event of its type whose entity is, or contains, the planted one. */
export function comparePlanted(planted: readonly Planted[], events: readonly SecurityEvent[]): PlantedResult[] {
  return planted.map((attack) => ({
    ...attack,
    event: events.find((event) => event.anomaly_type === attack.anomaly_type && event.entity.value.includes(attack.entity)),
  }))
}

/** What fired beside the planted attacks. */
export function listOthers(planted: readonly Planted[], events: readonly SecurityEvent[]): SecurityEvent[] {
  const found = new Set(comparePlanted(planted, events).map(({ event }) => event?.id))
  return events.filter((event) => !found.has(event.id))
}
