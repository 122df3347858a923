import { expect, test } from 'vitest'
import { createTextMasker } from '../decide/masking/mask-text.ts'
import type { MaskingRules } from '../model/masking.ts'
import { longestMessage, type Message } from '../model/message.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { wireFormats } from '../normalize/index.ts'
import type { WireParser } from '../normalize/parser.ts'
import { MessageMasking } from './message-masking.ts'
import { RecordFactory } from './record-factory.ts'

const rules: MaskingRules = {
  fragments: [],
  exempt_keys: [],
  patterns: ['credential_pair', 'authorization_header', 'private_key_block', 'url_credentials'],
}
const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const hash = (bytes: Uint8Array) => `hash of ${decode(bytes).slice(0, 40)}`
const message = (text: string, wire: Message['wire'] = 'syslog'): Message => ({ bytes: encode(text), peer: '10.0.0.1', wire, arrival: 1 })

const createMasking = () => new MessageMasking(rules, { createReader: createTextMasker, hash })

function recordsOf(texts: string[], parser?: WireParser, masking = createMasking()): TelemetryRecord[] {
  const create = (wire: string) => parser ?? wireFormats.find(({ name }) => name === wire)!.create({ timezone: 'UTC' })
  const factory = new RecordFactory(create, 0, (each) => masking.apply(each))
  const records: TelemetryRecord[] = []
  const parse = factory.forSource('s', (record) => records.push(record))
  for (const text of texts) parse(message(text))
  factory.end((record) => records.push(record))
  return records
}

test('texts are masked, and their originals known by their hash; packets of flows are not looked at', () => {
  const masking = createMasking()
  for (const wire of ['syslog', 'request'] as const) expect(decode(masking.apply(message('token=abcd', wire))!.bytes)).toBe('token=***')
  expect(masking.apply(message('token', 'syslog'))).toBeUndefined()
  expect(masking.apply(message('token=abcd', 'netflow'))).toBeUndefined()
  expect(masking.counters()).toEqual({ patterns: { credential_pair: 2 }, records: 2 })
})

test('counts go on when the rules change', () => {
  const masking = createMasking()
  masking.apply(message('token=abcd'))
  masking.configure({ ...rules, patterns: ['url_credentials'] })
  expect(masking.apply(message('token=abcd'))).toBeUndefined()
  masking.apply(message('a://b:c@d'))
  expect(masking.counters()).toEqual({ patterns: { credential_pair: 1, url_credentials: 1 }, records: 2 })
})

test('the hash stands in the records of its own message only', () => {
  const records = recordsOf(['<13>a', '<13>token=abcd', '<13>b'])
  expect(records.map(({ fields }) => fields['event.hash'])).toEqual([undefined, 'hash of <13>token=abcd', undefined])
})

/** Whoever is logged chooses his name. */
const names = [
  ...['password=', 'token: ', 'cookie:', 'Authorization:', 'authorization: basic', 'secret="', `"password":{`, 'a://b:c', 'x --token'],
  ...['password=ssh_login cookie:', 'password=failure cookie:', 'password=203.0.113.7 cookie:', '-----BEGIN PRIVATE KEY-----'],
]
test.each(names)('a login as %j tells where it came from all the same', (name) => {
  const line = (user: string) =>
    `<38>Nov 20 09:00:00 web-1 sshd[811]: Failed password for invalid user ${user} from 203.0.113.7 port 40000 ssh2`
  const [record] = recordsOf([line(name)])
  const [plain] = recordsOf([line('bob')])
  const told = ['source.ip', 'source.port', 'event.action', 'event.outcome', 'event.category', 'event.kind', 'host.name', 'process.name']
  expect(told.map((field) => record?.fields[field])).toEqual(told.map((field) => plain?.fields[field]))
})

test('a secret is gone from every field, even where a parser took it away from its key', () => {
  const parser: WireParser = {
    parse: ({ bytes, arrival }, emit) => {
      const text = decode(bytes)
      const value = text.slice(text.indexOf('=') + 1)
      const fields = { 'user.name': 'root', 'app.value': value, 'app.list': `a,${value};b`, 'app.word': `x${value}x`, message: text }
      emit({ time: arrival, raw: bytes, fields })
    },
    snapshot: () => undefined,
    restore: () => undefined,
  }
  const [first, short, same] = recordsOf(['password=hunter2', 'password=pw', 'password=root'], parser)
  expect(first?.fields).toMatchObject({ 'app.value': '***', 'app.list': 'a,***;b', message: 'password=***' })
  expect(short?.fields).toMatchObject({ 'app.value': '***', message: 'password=***' })
  // What the masked message says as well was no secret there.
  expect(same?.fields).toMatchObject({ 'app.value': '***', 'user.name': 'root' })
})

test('a message that was cut says so when something in it was masked', () => {
  const [record] = recordsOf([`<13>password=hunter2 `.padEnd(longestMessage, 'x')])
  expect(record?.fields['error.code']).toBe('too_long')
  expect(decode(record?.raw ?? new Uint8Array(0))).toContain('password=*** xxx')
})

test('what a parser fails on is kept without its secrets', () => {
  const failing: WireParser = {
    parse: ({ bytes }) => {
      throw new Error(`cannot read ${decode(bytes)}`)
    },
    snapshot: () => undefined,
    restore: () => undefined,
  }
  const [record] = recordsOf(['password=hunter2'], failing)
  expect(record?.fields['error.message']).toBe('cannot read password=***')
  expect(decode(record?.raw ?? new Uint8Array(0))).toBe('password=***')
})

test('what masking fails on is kept by its hash and by what detectors go by', () => {
  const fail = () => {
    throw new Error('a bug')
  }
  const masking = new MessageMasking(rules, { createReader: () => ({ readSecrets: fail, maskText: (text) => text, counts: {} }), hash })
  const [record] = recordsOf(['<38>Nov 20 09:00:00 web-1 app[1]: SRC=10.0.0.1 hunter2'], undefined, masking)
  expect(record?.raw.length).toBe(0)
  expect(record?.fields['event.hash']).toContain('hash of')
  expect(JSON.stringify(record?.fields)).not.toContain('hunter2 ')
  expect(record?.fields['message']).toBe('***')
})
