import type { Fields, FieldValue } from '../model/fields.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import { longestMessage, type Message } from '../model/message.ts'
import type { RecordDraft, UnparsedReason } from '../model/record.ts'
import { readNetworkEvent, type NetworkEvent } from './network-event.ts'
import type { WireFormat, WireParser } from './parser.ts'

/** Network events as JSON, an object a line, as many programs write them. */
export const jsonEvent: WireFormat = { name: 'event', create: () => new JsonEventParser() }

const longestText = 2000
const mostKeys = 50
/** ECS fields that an event may bring under their own names. */
const ownNames: ReadonlySet<string> = new Set([
  'dns.question.name',
  'dns.response_code',
  'event.action',
  'user.name',
  'host.name',
  'source.bytes',
  'destination.bytes',
])
const numericNames: ReadonlySet<string> = new Set(['source.bytes', 'destination.bytes'])
const transports: ReadonlySet<string> = new Set(['tcp', 'udp', 'icmp'])

class JsonEventParser implements WireParser {
  private readonly decoder = new TextDecoder('utf-8')

  parse({ bytes, arrival }: Message, emit: (draft: RecordDraft) => void): void {
    const text = this.decoder.decode(bytes)
    const given = parseObject(text)
    if (given === undefined) {
      const { reason, message } = describeFailure(text, bytes.length)
      emit({ time: arrival, raw: bytes, fields: refuse(reason, message) })
      return
    }
    const reading = readNetworkEvent(given)
    if (reading.kind === 'refused') emit({ time: arrival, raw: bytes, fields: refuse(reading.reason, reading.message) })
    else emit({ time: reading.event.time, raw: bytes, fields: createFields(reading.event) })
  }

  snapshot(): unknown {
    return undefined
  }

  restore(): void {}
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function describeFailure(text: string, length: number): { reason: UnparsedReason; message: string } {
  if (text.trim() === '') return { reason: 'empty', message: 'the message is empty' }
  if (length >= longestMessage) return { reason: 'too_long', message: 'only the beginning of the message was kept' }
  return { reason: 'bad_json', message: 'the event is no JSON object' }
}

function refuse(reason: UnparsedReason, message: string): Fields {
  return { 'event.kind': 'pipeline_error', 'event.dataset': 'json.event', 'error.code': reason, 'error.message': message }
}

function createFields(event: NetworkEvent): Fields {
  const { tags, ...payload } = event.payload
  const message = payload['message']
  const protocol = event.protocol?.slice(0, 50)
  return {
    'event.kind': 'event',
    'event.category': 'network',
    'event.dataset': 'json.event',
    'source.ip': event.source_ip === null ? undefined : canonicalAddress(event.source_ip),
    'source.port': readPort(event.source_port),
    'destination.ip': event.destination_ip === null ? undefined : canonicalAddress(event.destination_ip),
    'destination.port': readPort(event.destination_port),
    'network.protocol': protocol === '' ? undefined : protocol,
    'network.transport': protocol !== undefined && transports.has(protocol) ? protocol : undefined,
    message: typeof message === 'string' ? message.slice(0, longestText) : undefined,
    'vedette.event.payload_keys': Object.keys(payload).length,
    'vedette.event.tags': Array.isArray(tags) ? tags.length : 0,
    ...readPayload(payload),
  }
}

/** A number that is no port stays in `raw` only. */
function readPort(port: number | null): number | undefined {
  return port !== null && port >= 0 && port <= 65_535 ? port : undefined
}

/** Under their own names what ECS knows, the rest as `json.…`; objects and lists stay in `raw`. */
function readPayload(payload: Readonly<Record<string, unknown>>): Fields {
  const fields: Fields = {}
  for (const [key, value] of Object.entries(payload).slice(0, mostKeys)) {
    if (key === 'message') continue
    if (ownNames.has(key)) {
      const own = numericNames.has(key) ? (typeof value === 'number' && value >= 0 ? value : undefined) : readText(value)
      if (own !== undefined) fields[key] = own
      continue
    }
    const read = readText(value) ?? (typeof value === 'number' || typeof value === 'boolean' ? value : undefined)
    if (read !== undefined && /^[\w.@-]{1,60}$/.test(key)) fields[`json.${key}`] = read satisfies FieldValue
  }
  return fields
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, longestText) : undefined
}
