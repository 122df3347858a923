import type { TelemetryRecord } from '../../model/record.ts'
import * as feature from './catalogue.ts'
import type { EntitySet } from './feature-set.ts'
import type { Sighting } from './sighting.ts'

const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** HTTP requests, by who is behind them. */
export const actors: EntitySet = {
  name: 'actors',
  title: 'Actors',
  description: 'What each user or client asks of applications, from access logs and the API',
  judges: 'entity',
  entityKind: 'actor',
  features: [
    feature.attempts,
    feature.failedShare,
    feature.wroteShare,
    feature.subjects,
    feature.nameLength,
    feature.nameEntropy,
    feature.bytesIn,
    feature.regularity,
    feature.pause,
    feature.hour,
  ],
  read,
}

function read({ fields }: TelemetryRecord, sighting: Sighting): boolean {
  const actor = fields['vedette.request.actor']
  const path = fields['url.path']
  if (fields['event.category'] !== 'web' || actor === undefined || path === undefined) return false
  sighting.entity = actor
  sighting.subject = path
  sighting.wrote = writing.has(fields['http.request.method'] ?? '')
  sighting.received = fields['http.response.body.bytes'] ?? 0
  const status = fields['http.response.status_code']
  if (status !== undefined) sighting.outcome = status < 400 ? 'success' : 'failure'
  return true
}
