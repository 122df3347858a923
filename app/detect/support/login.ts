import type { Entity } from '../../model/observation.ts'
import type { TelemetryRecord } from '../../model/record.ts'

/** The definitive lines about an attempt: a program writes several, `normalize` marks the one that counts. */
const attempts = new Set(['ssh_login', 'login', 'sudo', 'su'])
/** An SSH client that left before it was let in: an attempt of its own only where no password was tried. */
const abandoned = new Set(['ssh_connection_closed_preauth', 'ssh_disconnected_preauth'])

export interface Login {
  kind: 'attempt' | 'abandoned'
  succeeded: boolean
  /** Who tries: the source's address, or without one (sudo, su) the account on its host. */
  key: string
  entity: Entity
  user: string
  host: string
  port: number | undefined
  /** How many attempts the record stands for (`message repeated 5 times`, `3 incorrect password attempts`). */
  weight: number
}

/** Reads a record as an attempt to log in; undefined when it is none. */
export function readLogin(record: TelemetryRecord): Login | undefined {
  const fields = record.fields
  if (fields['event.category'] !== 'authentication') return undefined
  const outcome = fields['event.outcome']
  if (outcome !== 'failure' && outcome !== 'success') return undefined
  const action = fields['event.action'] ?? ''
  const isAbandoned = abandoned.has(action)
  if (!isAbandoned && !attempts.has(action)) return undefined
  const user = fields['user.name'] ?? ''
  const host = fields['host.name'] ?? record.source
  const entity = readActor(record, user, host)
  const repeat = fields['vedette.repeat']
  return {
    kind: isAbandoned ? 'abandoned' : 'attempt',
    succeeded: outcome === 'success',
    key: entity.value,
    entity,
    user,
    host,
    port: fields['source.port'],
    weight: typeof repeat === 'number' && repeat >= 1 ? Math.floor(repeat) : 1,
  }
}

function readActor(record: TelemetryRecord, user: string, host: string): Entity {
  const address = record.fields['source.ip']
  if (address !== undefined) return { kind: 'ip', value: address }
  const name = record.fields['source.address']
  if (name !== undefined) return { kind: 'host', value: name }
  return { kind: 'user', value: `${user}@${host}` }
}
