import { readHop } from '../model/client-address.ts'
import type { Fields } from '../model/fields.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import { longestMessage, type Message } from '../model/message.ts'
import type { RecordDraft, UnparsedReason } from '../model/record.ts'
import type { WireFormat, WireParser } from './parser.ts'
import { readRequestFacts, type RequestReading } from './request-facts.ts'
import { looksLikeAddress } from './text-scan.ts'

/** The facts of one HTTP request as JSON, as `POST /v1/requests` takes them and files of JSON lines hold them. */
export const request: WireFormat = { name: 'request', create: () => new RequestParser() }

class RequestParser implements WireParser {
  private readonly decoder = new TextDecoder('utf-8')

  parse({ bytes, peer, arrival }: Message, emit: (draft: RecordDraft) => void): void {
    const text = this.decoder.decode(bytes)
    const facts = parseJson(text)
    const reading = readRequestFacts(facts)
    if (reading !== undefined) emit({ time: reading.time ?? arrival, raw: bytes, fields: createRequestFields(reading, peer) })
    else emit({ time: arrival, raw: bytes, fields: createFailureFields(text, facts, bytes.length, peer) })
  }

  snapshot(): unknown {
    return undefined
  }

  restore(): void {}
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** One literal with every key, so that all requests share their hidden class; the enricher fills the last ones. */
function createRequestFields(reading: RequestReading, peer: string): Fields {
  const { headers, status, method, path } = reading
  const address = reading.peer === undefined ? undefined : readHop(reading.peer)
  return {
    'event.kind': 'event',
    'event.category': 'web',
    'event.dataset': 'application.request',
    'event.action': 'http_request',
    'event.outcome': status === undefined ? 'unknown' : status < 400 ? 'success' : 'failure',
    'event.duration': reading.duration === undefined ? undefined : Math.round(reading.duration * 1e6),
    message: status === undefined ? `${method} ${path}` : `${method} ${path} ${status}`,
    // The application whose clock stamped it.
    'host.name': peer,
    'source.address': address,
    'source.ip': address !== undefined && looksLikeAddress(address) ? canonicalAddress(address) : undefined,
    'http.request.method': method,
    'http.request.id': headers.get('x-request-id'),
    'http.response.status_code': status,
    'http.response.body.bytes': reading.bytes,
    'url.path': path,
    'user.id': reading.userId,
    'user.roles': reading.isStaff ? 'staff' : undefined,
    'user_agent.original': headers.get('user-agent'),
    'device.id': headers.get('x-device-id'),
    'organization.id': reading.tenantId,
    'organization.name': reading.tenantName,
    'vedette.request.claimed_tenant': headers.get('x-tenant') ?? headers.get('x-tenant-id'),
    'vedette.request.forwarded_for': headers.get('x-forwarded-for'),
    'client.ip': undefined,
    'vedette.request.actor': undefined,
    'vedette.request.sensitive_prefix': undefined,
    'vedette.request.probe_prefix': undefined,
    'vedette.request.resource_type': undefined,
    'vedette.request.resource_id': undefined,
  }
}

function createFailureFields(text: string, facts: unknown, length: number, peer: string): Fields {
  const { reason, message } = describeFailure(text, facts, length)
  return {
    'event.kind': 'pipeline_error',
    'event.dataset': 'application.request',
    'error.code': reason,
    'error.message': message,
    'host.name': peer,
  }
}

function describeFailure(text: string, facts: unknown, length: number): { reason: UnparsedReason; message: string } {
  if (text.trim() === '') return { reason: 'empty', message: 'the message is empty' }
  if (facts !== undefined) return { reason: 'bad_facts', message: 'no object with a method and a path' }
  if (length >= longestMessage) return { reason: 'too_long', message: 'only the beginning of the message was kept' }
  return { reason: 'bad_json', message: 'the facts of a request are not JSON' }
}
