import type { TelemetryRecord } from '../../model/record.ts'
import * as feature from './catalogue.ts'
import type { EntitySet } from './feature-set.ts'
import type { Sighting } from './sighting.ts'

/** DNS questions, by who asks: records that carry `dns.question.name`. */
export const names: EntitySet = {
  name: 'names',
  title: 'Names looked up',
  description:
    'What each address asks of name servers, from records with dns.question.name: tunnels and generated names are long and random',
  judges: 'entity',
  entityKind: 'ip',
  features: [
    feature.attempts,
    feature.subjects,
    feature.failedShare,
    feature.nameLength,
    feature.longestName,
    feature.nameEntropy,
    feature.regularity,
    feature.pause,
    feature.hour,
  ],
  read,
}

function read({ fields }: TelemetryRecord, sighting: Sighting): boolean {
  const name = fields['dns.question.name']
  const asker = fields['source.ip'] ?? fields['client.ip']
  if (typeof name !== 'string' || name === '' || asker === undefined) return false
  sighting.entity = asker
  sighting.subject = name
  sighting.peer = fields['destination.ip'] ?? ''
  const code = fields['dns.response_code']
  if (typeof code === 'string') sighting.outcome = code === 'NOERROR' ? 'success' : 'failure'
  return true
}
