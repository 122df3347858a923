import type { SecurityEvent } from '../../../app/model/event.ts'
import type { Entity } from '../../../app/model/observation.ts'
import type { Condition, RecordQuery } from '../../../app/model/query.ts'

const hour = 3_600_000

/** Records that name the entity. A pair names both its ends; their ports are left aside, to show all the two said to each other. */
export function conditionsOf(entity: Entity): Condition[] {
  // `user:7` has no port: records carry an actor's name whole.
  if (entity.kind === 'actor') return [{ kind: 'entity', value: entity.value, negated: false }]
  const parts = entity.kind === 'pair' || entity.value.includes(' → ') ? entity.value.split(' → ') : [entity.value]
  return parts.map((part): Condition => ({ kind: 'entity', value: withoutPort(part.trim()), negated: false }))
}

/** What the entity did around an event: the event's own span and as much before and after, an hour at least. */
export function queryAround(event: Pick<SecurityEvent, 'entity' | 'first_seen' | 'last_seen'>): Required<RecordQuery> {
  const margin = Math.max(hour, event.last_seen - event.first_seen)
  return { from: Math.floor(event.first_seen - margin), to: Math.ceil(event.last_seen + margin), conditions: conditionsOf(event.entity) }
}

/** `198.51.100.9:443`, `[2001:db8::1]:443` → the address alone. A bare IPv6 address holds colons but no port. */
export function withoutPort(text: string): string {
  const bracketed = /^\[(.+)\](?::\d+)?$/.exec(text)
  if (bracketed !== null) return bracketed[1]!
  return /^[^:]+:\d+$/.test(text) ? text.slice(0, text.lastIndexOf(':')) : text
}
