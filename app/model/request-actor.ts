import type { Fields } from './fields.ts'
import type { Entity } from './observation.ts'

/** Who is behind a request: the authenticated user, else the client's address, else nobody known. */
export function actorOf(userId: string | undefined, client: string | undefined): Entity {
  if (userId !== undefined && userId !== '') return { kind: 'actor', value: `user:${userId}` }
  return { kind: 'actor', value: `ip:${client === undefined || client === '' ? 'anon' : client}` }
}

/**
 * Of an HTTP record. Never by `user.name`: servers write into an access log what the Authorization header says, so that
 * whoever changes it at every request would be a new actor each time.
 */
export function actorOfRecord(fields: Fields): Entity {
  return actorOf(fields['user.id'], fields['client.ip'] ?? fields['client.address'] ?? fields['source.ip'] ?? fields['source.address'])
}

/**
 * A bounded name for what belongs together: a readable head, and a digest of all parts so that no two meet. The form is
 * that of the counters an earlier system kept in shared caches, whose keys operators know. `digest`: SHA-256 in hexadecimal.
 */
export function counterKey(parts: readonly (string | null | undefined)[], digest: (text: string) => string): string {
  const given = parts.filter((part) => part !== null && part !== undefined)
  const head = given.slice(0, 2).map((part) => part.replaceAll(/[^\w.-]/g, '_').slice(0, 32))
  return `anomaly_infra:${head.join('_')}:${digest(given.join(':'))}`.slice(0, 220)
}
