import type { Fields } from '../../model/fields.ts'
import type { ApplicationFacts, Entity } from '../../model/observation.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import { actorOfRecord } from '../../model/request-actor.ts'
import { normalizePath } from '../../model/request-path.ts'

/** Longest text that an episode keeps of a request. */
const longestText = 500
const longestPath = 200

/** An HTTP request and its answer, as an access log or an application tells of it. */
export interface HttpRequest {
  actor: Entity
  method: string
  /** Normalised, and cut to what evidence needs. */
  path: string
  status: number
  fields: Fields
  /** Made when the first detector asks. */
  facts?: ApplicationFacts
}

let latest: TelemetryRecord | undefined
let request: HttpRequest | undefined

/** Reads a record as an HTTP request; undefined when it is none. Read once for all detectors that ask about the same record. */
export function readRequest(record: TelemetryRecord): HttpRequest | undefined {
  if (record === latest) return request
  latest = record
  const { fields } = record
  request = fields['event.category'] === 'web' ? describeRequest(fields) : undefined
  return request
}

function describeRequest(fields: Fields): HttpRequest {
  return {
    actor: actorOfRecord(fields),
    method: fields['http.request.method'] ?? '',
    path: normalizePath(fields['url.path'] ?? '').slice(0, longestPath),
    status: fields['http.response.status_code'] ?? 0,
    fields,
  }
}

/** What an event keeps of the request. Never changed: episodes of several detectors share it. */
export function readFacts(request: HttpRequest): Readonly<ApplicationFacts> {
  request.facts ??= makeFacts(request.fields)
  return request.facts
}

function makeFacts(fields: Fields): ApplicationFacts {
  const facts: ApplicationFacts = {}
  const set = (name: Exclude<keyof ApplicationFacts, 'status_code' | 'masked_payload'>, value: string | undefined) => {
    if (value !== undefined) facts[name] = value.slice(0, longestText)
  }
  set('user_id', fields['user.id'])
  set('tenant_id', fields['organization.id'])
  set('tenant_name', fields['organization.name'])
  set('path', fields['url.path'])
  set('method', fields['http.request.method'])
  set('resource_type', fields['vedette.request.resource_type'])
  set('resource_id', fields['vedette.request.resource_id'])
  set('ip_address', fields['client.ip'] ?? fields['source.ip'])
  set('user_agent', fields['user_agent.original'])
  set('device_id', fields['device.id'])
  set('request_id', fields['http.request.id'])
  const status = fields['http.response.status_code']
  if (status !== undefined) facts.status_code = status
  return facts
}
