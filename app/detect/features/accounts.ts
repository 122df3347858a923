import type { TelemetryRecord } from '../../model/record.ts'
import * as feature from './catalogue.ts'
import type { EntitySet } from './feature-set.ts'
import type { Sighting } from './sighting.ts'

const attempts: ReadonlySet<string> = new Set(['ssh_login', 'login', 'sudo', 'su'])

/** Logins and changes of identity, by the account. */
export const accounts: EntitySet = {
  name: 'accounts',
  title: 'Accounts',
  description: 'What is tried in the name of each account on each host that writes its own log, from login records',
  judges: 'entity',
  entityKind: 'user',
  features: [
    feature.attempts,
    feature.failed,
    feature.failedShare,
    feature.peers,
    feature.newPeers,
    feature.subjects,
    feature.regularity,
    feature.pause,
    feature.hour,
  ],
  read,
}

/** What counts as an attempt is told in normalize/README.md. */
function read({ fields }: TelemetryRecord, sighting: Sighting): boolean {
  if (fields['event.category'] !== 'authentication' || !attempts.has(fields['event.action'] ?? '')) return false
  const user = fields['user.name']
  const outcome = fields['event.outcome']
  if (user === undefined || (outcome !== 'success' && outcome !== 'failure')) return false
  sighting.entity = user
  sighting.peer = fields['source.ip'] ?? ''
  sighting.subject = fields['event.action'] ?? ''
  sighting.outcome = outcome
  const repeat = fields['vedette.repeat']
  sighting.weight = typeof repeat === 'number' && repeat > 1 ? repeat : 1
  return true
}
