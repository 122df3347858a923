import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { RecordDraft } from '../model/record.ts'
import { isUnparsed } from '../model/record.ts'
import { wireFormats } from './index.ts'

/** Facts collected by others (go-syslog, logstash-patterns-core); read in place, absent from a clone elsewhere. */
const file = '../shared/fixtures/syslog/vectors.json'

interface Vector {
  id: string
  format: string
  input?: string
  input_hex?: string
  valid?: boolean
  expected?: Record<string, unknown> | null
  partial_expected?: Record<string, unknown>
  rfc_unescaped_structuredData?: unknown
  expected_ecs?: Record<string, unknown>
}

/** docs/conformance.md, Syslog, 2: digits that run into something else are not a version. */
const versionsNotTaken = new Set(['rfc5424/20', 'rfc5424/23', 'rfc5424/24'])

const arrival = Date.UTC(2025, 11, 1)

function readOne(vector: Pick<Vector, 'input' | 'input_hex'>): RecordDraft {
  const parser = wireFormats.find((format) => format.name === 'syslog')!.create({ timezone: 'UTC' })
  const bytes = vector.input_hex === undefined ? Buffer.from(vector.input ?? '') : Buffer.from(vector.input_hex, 'hex')
  const drafts: RecordDraft[] = []
  parser.parse({ bytes, peer: '192.0.2.1', wire: 'syslog', arrival }, (draft) => drafts.push(draft))
  expect(drafts).toHaveLength(1)
  expect(Buffer.from(drafts[0]!.raw)).toEqual(bytes)
  return drafts[0]!
}

/** Our record in the vectors' words. */
function describeDraft({ time, fields }: RecordDraft): Record<string, unknown> {
  const data = fields['log.syslog.structured_data']
  return {
    priority: fields['log.syslog.priority'],
    facility: fields['log.syslog.facility.code'],
    severity: fields['log.syslog.severity.code'],
    version: fields['log.syslog.version'] === undefined ? undefined : Number(fields['log.syslog.version']),
    hostname: fields['log.syslog.hostname'],
    appname: fields['log.syslog.appname'],
    procID: fields['log.syslog.procid'],
    msgID: fields['log.syslog.msgid'],
    structuredData: data === undefined ? undefined : JSON.parse(data),
    message: fields.message,
    timestamp: time === arrival ? undefined : time,
  }
}

/** The vectors' expectation with times as numbers and without the byte order mark (docs/conformance.md, Syslog, 1). */
function readExpected(expected: Record<string, unknown>, vector: Vector): Record<string, unknown> {
  const { timestamp, message, message_hex, ...rest } = expected
  const text = typeof message_hex === 'string' ? Buffer.from(message_hex, 'hex').toString() : (message as string | undefined)
  return {
    ...rest,
    ...(vector.rfc_unescaped_structuredData === undefined ? {} : { structuredData: vector.rfc_unescaped_structuredData }),
    ...(timestamp === undefined ? {} : { timestamp: readTime(timestamp as string, arrival) }),
    ...(text === undefined ? {} : { message: text.replace(/^\ufeff/, '') || undefined }),
  }
}

const vectors: Vector[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).vectors : []
const named = (format: RegExp) => vectors.filter((vector) => format.test(vector.format)).map((vector) => [vector.id, vector] as const)

describe.skipIf(vectors.length === 0)(`the syslog vectors (skipped where ${file} is absent)`, () => {
  test('are all there', () => {
    expect(vectors).toHaveLength(221)
  })

  test.each(named(/^rfc/))('%s', (_, vector) => {
    const draft = readOne(vector)
    if (vector.id !== 'rfc5424/115') expect(isUnparsed(draft)).toBe(!vector.valid)
    if (vector.expected) expect(describeDraft(draft)).toEqual(readExpected(vector.expected, vector))
    if (vector.partial_expected) {
      // Of a message that is not understood we keep all the text, not only what came before the fault.
      const { message: _message, message_hex: _hex, ...known } = vector.partial_expected
      if (versionsNotTaken.has(vector.id)) delete known['version']
      expect(describeDraft(draft)).toMatchObject(readExpected(known, vector))
    }
  })

  test.each(named(/^framing-/).filter(([id]) => frames[id] !== undefined))('%s', (id, vector) => {
    const messages = (vector as unknown as { expected_messages_best_effort: { message: object | null; error: boolean }[] })
      .expected_messages_best_effort
    frames[id]!.forEach((input, index) => {
      const { message, error } = messages[index]!
      const draft = readOne({ ...vector, input })
      expect(isUnparsed(draft)).toBe(error && !endsWithoutTrailer.has(id))
      if (message !== null) expect(describeDraft(draft)).toMatchObject(readExpected(message as Record<string, unknown>, vector))
    })
  })

  test.each(named(/^grok-/))('%s', (id, vector) => {
    const draft = readOne(vector)
    expect(isUnparsed(draft)).toBe(false)
    expect(findDisagreements(draft, vector.expected_ecs ?? {}, arrival)).toEqual(listed[id] ?? [])
  })
})

/** What `collect/framing.ts` hands on of the framing vectors' streams (tested there). */
const frames: Record<string, string[]> = {
  'framing/octet-counting/1': ['<1>1 - - - - - -', '<2>12 A B C D E -'],
  'framing/octet-counting/2': ['<1>1 - - - - - -', 'xaaa'],
  'framing/octet-counting/3': ['<1>1 A B C D E -', 'xaaa'],
  'framing/octet-counting/4': ['<1>1 - - - - - - hellø'],
  'framing/octet-counting/5': ['<1>1'],
  'framing/octet-counting/6': ['16<1>1'],
  'framing/octet-counting/7': ['1'],
  'framing/octet-counting/8': [
    '<1>1 2003-10-11T22:14:15.003Z host.local - - - -',
    '<3>1 - host.local - - - -',
    '<2>1 - host.local su - - - \u03ba\u1f79\u03c3\u03bc\u03b5',
  ],
  'framing/octet-counting/9': ['<1>1 - - - - - -', '<2>12 A B C D E -', '<1>1 - - - - - -'],
  'framing/octet-counting/16': ['<1>217 <11>1 - -', ' - - - -'],
  'framing/non-transparent/0': ['<1>1 - - - - - -'],
  'framing/non-transparent/1': ['<3>1 - - - - - -'],
  'framing/non-transparent/2': ['<1>1 - - - - - -', '<2>1 - - - - - -'],
  'framing/non-transparent/3': ['<1>1 - - - - - -', '<2>1 - - - - - -'],
  'framing/non-transparent/4': ['<1>1', '<2>1'],
}

/** docs/conformance.md, Syslog, 3: a whole message is understood although its connection ended before its line did. */
const endsWithoutTrailer = new Set(['framing/non-transparent/1', 'framing/non-transparent/3'])

/** docs/conformance.md, Syslog, 4 to 6: names of the facts in which we differ. */
const listed: Record<string, string[]> = {
  'patterns-core/syslog:178': ['system.syslog.structured_data'],
  'patterns-core/syslog:195': ['message'],
  'patterns-core/syslog:270': ['message'],
}

const logLineFile = '../shared/fixtures/patterns-core/vectors-ecs.json'

interface LogLine {
  id: string
  pattern: string | null
  input: string
  expected: Record<string, unknown>
}

/** The formats this room reads; the others (Junos, HAProxy, squid, …) are not syslog's business yet. */
const patterns = new Set([
  'HTTPD_COMBINEDLOG',
  'SFW2',
  'SHOREWALL',
  'CISCO_TAGGED_SYSLOG',
  'SYSLOGLINE',
  'SYSLOG5424LINE',
  'SYSLOGPAMSESSION',
])

/** docs/conformance.md, Log lines: the facts in which we differ. */
const unkeptHeaderBits = ['iptables.tos', 'iptables.precedence_bits']
const listedLines: Record<string, string[]> = {
  'firewalls:643': ['suse.firewall.action', ...unkeptHeaderBits],
  'firewalls:679': ['suse.firewall.action', ...unkeptHeaderBits, 'iptables.tcp_reserved_bits'],
  'firewalls:752': ['source.ip', 'destination.ip'],
  'syslog:178': ['system.syslog.structured_data'],
  'syslog:195': ['message'],
}
/** Their input lacks the second half of the line it describes. */
const truncated = new Set(['shorewall:14', 'shorewall:59'])

const lines: LogLine[] = existsSync(logLineFile) ? JSON.parse(readFileSync(logLineFile, 'utf8')) : []
const readLines = lines.filter((vector) => patterns.has(vector.pattern ?? '') && !truncated.has(vector.id))

describe.skipIf(lines.length === 0)(`the log line vectors (skipped where ${logLineFile} is absent)`, () => {
  test('are all there', () => {
    expect(readLines).toHaveLength(28)
  })

  test.each(readLines.map((vector) => [`${vector.id} ${vector.pattern}`, vector] as const))('%s', (_, vector) => {
    const draft = readOne({ input: vector.input })
    expect(isUnparsed(draft)).toBe(false)
    expect(findDisagreements(draft, vector.expected, arrival)).toEqual(listedLines[vector.id] ?? [])
    // `SFW2` alone does not match these two; they are firewall lines all the same.
    if (vector.pattern === 'SFW2') expect(draft.fields['event.category']).toBe('network')
  })
})

/** Compares our record with the nested ECS facts of logstash-patterns-core; returns the names that differ. */
function findDisagreements(draft: RecordDraft, facts: Record<string, unknown>, arrival: number): string[] {
  return Object.entries(flatten(facts))
    .filter(([name, value]) => !agrees(draft, name, value, arrival))
    .map(([name]) => name)
}

/** Their name → ours, where they differ in name only. */
const ownNames: Record<string, string> = {
  'host.hostname': 'log.syslog.hostname',
  'observer.hostname': 'host.name',
  program: 'process.name',
  'system.syslog.version': 'log.syslog.version',
  'system.syslog.structured_data': 'log.syslog.structured_data',
  'iptables.length': 'network.bytes',
  'suse.firewall.log_prefix': 'rule.name',
  'cisco.asa.tag': 'event.code',
}

function agrees(draft: RecordDraft, name: string, value: unknown, arrival: number): boolean {
  if (name === 'timestamp') return draft.time === readTime(String(value), arrival)
  const own = draft.fields[ownNames[name] ?? name]
  // ECS asks for lower case; the flags come with a trailing blank.
  if (name === 'network.transport') return own === String(value).toLowerCase()
  return typeof value === 'string' && typeof own === 'string'
    ? own === (name.startsWith('iptables.') ? value.trim() : value)
    : own === value
}

function flatten(value: Record<string, unknown>, prefix = ''): Record<string, unknown> {
  const flat: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null) Object.assign(flat, flatten(inner as Record<string, unknown>, `${prefix}${name}.`))
    else flat[`${prefix}${name}`] = inner
  }
  return flat
}

/** The time a person would read, in UTC, in the last year that has it. A leap second is the next minute's first. */
function readTime(text: string, arrival: number): number {
  if (/^\d{4}-/.test(text)) return text.includes(':60') ? Date.parse(text.replace(':60', ':59')) + 1000 : Date.parse(text)
  const year = new Date(arrival).getUTCFullYear()
  const time = Date.parse(`${text} ${year} UTC`)
  return time > arrival ? Date.parse(`${text} ${year - 1} UTC`) : time
}
