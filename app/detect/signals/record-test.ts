import ipaddr from 'ipaddr.js'
import type { FieldValue, Fields } from '../../model/fields.ts'
import type { Condition } from '../../model/query.ts'
import type { TelemetryRecord } from '../../model/record.ts'

/** Whether a record is meant by a query: the same as the store's search says of it. */
export type RecordTest = (record: TelemetryRecord) => boolean

type ValueTest = (value: FieldValue) => boolean
type FieldCondition = Exclude<Condition, { kind: 'text' | 'entity' }>

/** Where an entity may be named: those fields that the store looks through (`store/searchable-fields.ts`; a test compares both). */
export const entityFields: readonly string[] = [
  'source.ip',
  'destination.ip',
  'client.ip',
  'client.address',
  'vedette.request.actor',
  'source.address',
  'destination.address',
  'source.domain',
  'host.name',
  'host.ip',
  'observer.ip',
  'observer.name',
  'log.syslog.hostname',
  'user.name',
  'user.id',
  'user.target.name',
  'user.effective.name',
  'source.user.name',
  'source.mac',
  'destination.mac',
]

/** One function for all conditions, in the order that rules most records out soonest. */
export function compileRecordTest(conditions: readonly Condition[]): RecordTest {
  const tests = [...conditions].sort((a, b) => costOf(a) - costOf(b)).map(compileCondition)
  const [first, second, third] = tests
  if (first === undefined) return () => true
  if (second === undefined) return first
  if (third === undefined) return (record) => first(record) && second(record)
  return (record) => tests.every((test) => test(record))
}

function costOf({ kind, negated }: Condition): number {
  const rank = { equals: 0, exists: 1, range: 2, wildcard: 3, network: 4, entity: 5, text: 6 }[kind]
  return rank + (negated ? 0.5 : 0)
}

function compileCondition(condition: Condition): RecordTest {
  const { negated } = condition
  const holds = compilePositive(condition)
  return negated ? (record) => !holds(record) : holds
}

function compilePositive(condition: Condition): RecordTest {
  switch (condition.kind) {
    case 'text': {
      const search = new PhraseSearch(condition.text)
      return (record) => search.inRecord(record)
    }
    case 'entity': {
      const test = compileTest({ kind: 'equals', field: '', value: condition.value, negated: false })
      return ({ fields }) => entityFields.some((field) => holdsFor(fields[field], test))
    }
    default: {
      const test = compileTest(condition)
      const { field } = condition
      return field === 'source' ? ({ source }) => test(source) : ({ fields }) => holdsFor(fields[field], test)
    }
  }
}

function holdsFor(value: FieldValue | undefined, test: ValueTest): boolean {
  return value !== undefined && test(value)
}

function compileTest(condition: FieldCondition): ValueTest {
  switch (condition.kind) {
    case 'equals':
      return compileEquals(condition.field, condition.value)
    case 'wildcard': {
      const pattern = foldText(condition.pattern)
      return (value) => matchesWildcard(foldText(String(value)), pattern)
    }
    case 'range': {
      const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = false, exclusiveMaximum = false } = condition
      return (value) => {
        const number = typeof value === 'number' ? value : asNumber(String(value))
        if (number === undefined) return false
        return (exclusiveMinimum ? number > minimum : number >= minimum) && (exclusiveMaximum ? number < maximum : number <= maximum)
      }
    }
    case 'network':
      return compileNetwork(condition.cidr)
    case 'exists':
      return () => true
  }
}

function compileEquals(field: string, sought: string): ValueTest {
  // Sentences: the phrase is in it (`store/searchable-fields.ts`).
  if (field === 'message' || field === 'error.message') {
    const search = new PhraseSearch(sought, { literal: true })
    return (value) => search.inText(String(value))
  }
  const folded = foldText(sought)
  const number = asNumber(sought)
  return (value) => {
    if (typeof value === 'number') return value === number
    // Most values are written as they are sought.
    return value === sought || (String(value).length === folded.length && foldText(String(value)) === folded)
  }
}

/** Lower-cases ASCII letters only, as the store does: that holds for raw bytes of any encoding. */
function foldText(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

function asNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}

/** `*` stands for any run of characters; never worse than length × pattern. */
function matchesWildcard(text: string, pattern: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern
      inPattern += 1
      resume = at
    } else if (pattern[inPattern] === text[at]) {
      at += 1
      inPattern += 1
    } else if (star >= 0) {
      inPattern = star + 1
      resume += 1
      at = resume
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern += 1
  return inPattern === pattern.length
}

function compileNetwork(cidr: string): ValueTest {
  if (!ipaddr.isValidCIDR(cidr)) return () => false
  const [network, bits] = ipaddr.parseCIDR(cidr)
  return (value) => {
    if (typeof value !== 'string' || !ipaddr.isValid(value)) return false
    let address = ipaddr.parse(value)
    if (address.kind() === 'ipv6' && network.kind() === 'ipv4' && (address as ipaddr.IPv6).isIPv4MappedAddress()) {
      address = (address as ipaddr.IPv6).toIPv4Address()
    }
    return address.kind() === network.kind() && address.match(network, bits)
  }
}

const encoder = new TextEncoder()
/** A character a byte, so that one rule says where words end, in text and in raw bytes. */
const byteDecoder = new TextDecoder('latin1')

/** Free text: found with a word's edge on both sides; a `*` at either end lifts that there. */
class PhraseSearch {
  private readonly needle: string
  private readonly open: { start: boolean; end: boolean }

  /** `literal`: a star is a star. */
  constructor(sought: string, { literal = false } = {}) {
    this.open = { start: !literal && sought.startsWith('*'), end: !literal && sought.endsWith('*') && sought.length > 1 }
    this.needle = bytesOf(sought.slice(this.open.start ? 1 : 0, this.open.end ? -1 : undefined))
  }

  inRecord({ fields, raw }: TelemetryRecord): boolean {
    if (this.needle === '') return true
    if (!hasBinaryRaw(fields) && this.isIn(foldText(byteDecoder.decode(raw)))) return true
    for (const name in fields) {
      const value = fields[name]
      if (typeof value === 'string' && this.inText(value)) return true
    }
    return false
  }

  inText(text: string): boolean {
    return this.needle === '' || this.isIn(bytesOf(text))
  }

  private isIn(bytes: string): boolean {
    const { needle, open } = this
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
      const end = at + needle.length
      const before = open.start || at === 0 || !joins(bytes, at - 1)
      const after = open.end || end === bytes.length || !joins(bytes, end - 1)
      if (before && after) return true
    }
    return false
  }
}

function bytesOf(text: string): string {
  return foldText(byteDecoder.decode(encoder.encode(text)))
}

/** Whether the characters at `at` and after it belong to the same word. */
function joins(bytes: string, at: number): boolean {
  return isWord(bytes.charCodeAt(at)) && isWord(bytes.charCodeAt(at + 1))
}

function isWord(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code >= 0x80
}

/** The raw bytes of a flow are no text. */
function hasBinaryRaw(fields: Fields): boolean {
  const dataset: unknown = fields['event.dataset']
  return typeof dataset === 'string' && dataset.startsWith('netflow')
}
