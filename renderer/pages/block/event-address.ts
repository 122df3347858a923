import type { SecurityEvent } from '../../../app/model/event.ts'
import { withoutPort } from '../event/entity-query.ts'

/** The address that a block of the event would be about: the request's client, the entity, or the far end of a pair. */
export function addressOfEvent({ entity, application }: Pick<SecurityEvent, 'entity' | 'application'>): string | undefined {
  if (application?.ip_address !== undefined) return application.ip_address
  const { kind, value } = entity
  if (kind === 'ip') return value
  if (kind === 'actor') return /^ip:(?!anon$)(.+)$/.exec(value)?.[1]
  if (kind !== 'pair') return undefined
  const end = value.split(' → ').at(-1)
  return end === undefined || end === value ? undefined : withoutPort(end.trim())
}
