import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isUnparsed, unparsedReasons, type RecordDraft } from '../model/record.ts'
import { wireFormats } from './index.ts'

const arrival = Date.parse('2025-11-21T08:00:05Z')

function parse(input: string | Uint8Array, { peer = '192.0.2.1', timezone = 'UTC' } = {}): RecordDraft {
  const parser = wireFormats.find((format) => format.name === 'syslog')!.create({ timezone })
  const drafts: RecordDraft[] = []
  const bytes = typeof input === 'string' ? Buffer.from(input) : input
  parser.parse({ bytes, peer, wire: 'syslog', arrival }, (draft) => drafts.push(draft))
  expect(drafts).toHaveLength(1)
  expect(Buffer.from(drafts[0]!.raw)).toEqual(Buffer.from(bytes))
  return drafts[0]!
}

const at = (draft: RecordDraft) => new Date(draft.time).toISOString()

test('RFC 3164: priority, host, program, process and message', () => {
  const draft = parse('<38>Nov 21 08:00:01 web-1 sshd[1234]: Server listening on :: port 22.')
  expect(at(draft)).toBe('2025-11-21T08:00:01.000Z')
  expect(draft.fields).toMatchObject({
    'event.kind': 'event',
    'event.dataset': 'syslog',
    message: 'Server listening on :: port 22.',
    'host.name': 'web-1',
    'host.ip': '192.0.2.1',
    'log.syslog.priority': 38,
    'log.syslog.facility.code': 4,
    'log.syslog.facility.name': 'auth',
    'log.syslog.severity.code': 6,
    'log.syslog.severity.name': 'informational',
    'process.name': 'sshd',
    'process.pid': 1234,
  })
})

test('RFC 5424: version, host, program, message id and structured data', () => {
  const draft = parse('<165>1 2025-11-21T08:00:01.5+01:00 web-1 app 77 ID47 [x@1 a="b"] \ufeffhéllo')
  expect(at(draft)).toBe('2025-11-21T07:00:01.500Z')
  expect(draft.fields).toMatchObject({
    message: 'héllo',
    'host.name': 'web-1',
    'log.syslog.version': '1',
    'log.syslog.appname': 'app',
    'log.syslog.procid': '77',
    'log.syslog.msgid': 'ID47',
    'log.syslog.structured_data': '{"x@1":{"a":"b"}}',
    'process.pid': 77,
  })
})

describe('what real devices send', () => {
  test.each([
    [
      'a process id inside the RFC 5424 program name, as `logger -t sshd[812]` writes it',
      '<38>1 2025-11-21T08:00:01Z web-1 sshd[812] - - - Failed password for root from 203.0.113.7 port 4000 ssh2',
      { 'event.action': 'ssh_login', 'event.outcome': 'failure', 'source.ip': '203.0.113.7' },
    ],
    ['no priority', 'Nov 21 08:00:01 web-1 sshd[1]: x', { 'host.name': 'web-1', 'process.name': 'sshd', 'process.pid': 1 }],
    ['no host', '<13>Nov 21 08:00:01 su: x', { 'host.name': '192.0.2.1', 'process.name': 'su', message: 'x' }],
    ['no host, process id', '<13>Nov 21 08:00:01 cron[9]: x', { 'host.name': '192.0.2.1', 'process.name': 'cron', 'process.pid': 9 }],
    ['an ISO time', '<13>2025-11-21T08:00:01+00:00 web-1 app: x', { 'host.name': 'web-1', 'process.name': 'app' }],
    ['an IPv6 host', '<13>Nov 21 08:00:01 2001:db8::1 app: x', { 'host.name': '2001:db8::1', 'process.name': 'app' }],
    ['an IPv6 host ending in colons', '<13>Nov 21 08:00:01 2001:db8:: app: x', { 'host.name': '2001:db8::', 'process.name': 'app' }],
    ['an IPv6 host, RFC 5424', '<13>1 2025-11-21T08:00:01Z 2001:db8::1 app - - - x', { 'host.name': '2001:db8::1' }],
    ['Cisco IOS', '<189>29: *Nov 21 08:00:01.483 UTC: %SYS-5-CONFIG_I: x', { 'event.code': 'SYS-5-CONFIG_I', 'host.name': '192.0.2.1' }],
    ['Cisco IOS with origin', '<189>29: sw1: Nov 21 08:00:01: %SYS-5-CONFIG_I: x', { 'event.code': 'SYS-5-CONFIG_I', 'host.name': 'sw1' }],
    ['Cisco NX-OS', '<187>: 2025 Nov 21 08:00:01 UTC: %DAEMON-3-SYSTEM_MSG: x', { 'event.code': 'DAEMON-3-SYSTEM_MSG' }],
    ['Cisco ASA', '<166>Nov 21 2025 08:00:01 asa1 : %ASA-6-302013: x', { 'event.code': 'ASA-6-302013', 'host.name': 'asa1' }],
    ['a host followed by a colon', '<13>Nov 21 08:00:01 10.1.1.1: x y', { 'host.name': '10.1.1.1', message: 'x y' }],
    [
      'no program',
      '<13>Nov 21 08:00:01 web-1 last message repeated 3 times',
      { 'host.name': 'web-1', message: 'last message repeated 3 times' },
    ],
    ['a path', '<13>Nov 21 08:00:01 web-1 postfix/smtpd[3]: x', { 'process.name': 'postfix/smtpd' }],
    ['the priority taken off RFC 5424', '1 2025-11-21T08:00:01Z web-1 app 5 - - x', { 'host.name': 'web-1', 'log.syslog.version': '1' }],
    ['a trailing NUL', '<13>Nov 21 08:00:01 web-1 app: x\0', { message: 'x' }],
    ['a trailing line end', '<13>Nov 21 08:00:01 web-1 app: x\r\n', { message: 'x' }],
    ['a byte order mark before everything', '\ufeff<13>Nov 21 08:00:01 web-1 app: x', { message: 'x', 'log.syslog.priority': 13 }],
  ])('%s', (_, text, fields) => {
    const draft = parse(text)
    expect(isUnparsed(draft)).toBe(false)
    expect(at(draft)).toMatch(/^2025-11-21T08:00:01/)
    expect(draft.fields).toMatchObject(fields)
  })

  test('a priority and a program without a time: the time is the arrival', () => {
    const draft = parse('<13>app[7]: hello')
    expect(isUnparsed(draft)).toBe(false)
    expect(draft.time).toBe(arrival)
    expect(draft.fields).toMatchObject({ 'process.name': 'app', message: 'hello', 'host.name': '192.0.2.1' })
  })

  test('times without a zone are read in the zone of their source', () => {
    expect(at(parse('<13>Nov 21 09:00:01 web-1 app: x', { timezone: 'Europe/Berlin' }))).toBe('2025-11-21T08:00:01.000Z')
  })

  test('a file’s name is a host’s name for lines without a host, but no address', () => {
    const draft = parse('Nov 21 08:00:01 su: x', { peer: '/var/log/auth.log' })
    expect(draft.fields['host.name']).toBe('/var/log/auth.log')
    expect(draft.fields['host.ip']).toBeUndefined()
  })

  test('an IPv4 peer on a dual-stack socket is an IPv4 address', () => {
    expect(parse('<13>Nov 21 08:00:01 web-1 app: x', { peer: '::ffff:192.0.2.9' }).fields['host.ip']).toBe('192.0.2.9')
  })

  test('an access log read from a file has the time of its requests', () => {
    const draft = parse('203.0.113.7 - - [20/Nov/2025:10:00:00 +0100] "GET / HTTP/1.1" 200 5', { peer: 'access.log' })
    expect(isUnparsed(draft)).toBe(false)
    expect(at(draft)).toBe('2025-11-20T09:00:00.000Z')
  })

  test('bytes that are not UTF-8 stay in raw and are replaced in the message', () => {
    const draft = parse(Buffer.from('<13>Nov 21 08:00:01 web-1 app: caf\xe9', 'latin1'))
    expect(isUnparsed(draft)).toBe(false)
    expect(draft.fields.message).toBe('caf\ufffd')
  })
})

describe('what cannot be understood is a record with its reason', () => {
  test.each([
    ['', 'empty'],
    ['\n', 'empty'],
    ['hello world', 'no_header'],
    ['<13>hello world', 'no_header'],
    ['note: buy milk', 'no_header'],
    ['<999>Nov 21 08:00:01 web-1 app: x', 'bad_priority'],
    ['<13>1000 x', 'unknown_version'],
    ['<13>1', 'truncated'],
    ['<13>1 - web-1', 'truncated'],
    ['<13>1 2025-13-21T08:00:01Z web-1 app - - - x', 'bad_timestamp'],
    ['<13>1 -  app - - - x', 'bad_header'],
    [`<13>1 - ${'h'.repeat(256)} app - - - x`, 'too_long'],
    ['<13>1 - web-1 app - - [a x] x', 'bad_structured_data'],
  ])('%j: %s', (text, reason) => {
    const draft = parse(text)
    expect(draft.fields['event.kind']).toBe('pipeline_error')
    expect(draft.fields['error.code']).toBe(reason)
    expect(draft.fields['error.message']).toBeTruthy()
    expect(draft.time).toBe(arrival)
    expect(draft.fields['host.name']).toMatch(/192\.0\.2\.1|web-1/)
  })

  test('with the text as its message', () => {
    expect(parse('hello world').fields.message).toBe('hello world')
    expect(parse('note: buy milk').fields.message).toBe('note: buy milk')
    expect(parse('note: buy milk').fields['process.name']).toBeUndefined()
  })

  test('with what was known before the fault', () => {
    expect(parse('<13>1 2025-11-21T08:00:01Z web-1 app 5 - [a x="1" y] z').fields).toMatchObject({
      'host.name': 'web-1',
      'process.name': 'app',
      'log.syslog.structured_data': '{"a":{"x":"1"}}',
      'log.syslog.severity.code': 5,
    })
  })

  test('a message marked as UTF-8 that is not', () => {
    expect(parse(Buffer.from('<13>1 - - - - - - \xef\xbb\xbfcaf\xe9', 'latin1')).fields['error.code']).toBe('bad_encoding')
  })
})

test('any bytes give exactly one record with a finite time and a known reason', () => {
  const parser = wireFormats.find((format) => format.name === 'syslog')!.create({ timezone: 'Europe/Berlin' })
  const piece = fc.constantFrom(
    '<34>',
    '1 ',
    'Nov 21 08:00:00 ',
    '2025-11-21T08:00:00Z ',
    'h ',
    'sshd[1]: ',
    '- ',
    '[a b="c"] ',
    'Failed password for ',
    ' from ',
    '1.2.3.4',
    ' port 2',
    '\ufeff',
    ': ',
    '[',
    ']',
    '"',
    '\n',
  )
  const line = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.array(piece, { maxLength: 12 }).map((parts) => Buffer.from(parts.join(''))),
  )
  fc.assert(
    fc.property(line, (bytes) => {
      const drafts: RecordDraft[] = []
      parser.parse({ bytes, peer: 'p', wire: 'syslog', arrival }, (draft) => drafts.push(draft))
      expect(drafts).toHaveLength(1)
      expect(drafts[0]!.time).toSatisfy(Number.isFinite)
      expect(drafts[0]!.raw).toEqual(bytes)
      if (isUnparsed(drafts[0]!)) expect(unparsedReasons).toContain(drafts[0]!.fields['error.code'])
    }),
    { numRuns: 5000 },
  )
})

test('a line does not depend on the lines before it', () => {
  const line = fc.constantFrom(
    '<34>Nov 21 08:00:00 a sshd[1]: Failed password for root from 192.0.2.7 port 22 ssh2',
    '<34>1 2025-11-21T08:00:00Z b su 5 ID [a x="1"] y',
    'Nov 21 08:00:00 su: x',
    'hello',
    '<34>1 x',
    '',
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
      const parser = wireFormats.find((format) => format.name === 'syslog')!.create({ timezone: 'UTC' })
      const drafts: RecordDraft[] = []
      for (const text of lines)
        parser.parse({ bytes: Buffer.from(text), peer: '192.0.2.1', wire: 'syslog', arrival }, (draft) => drafts.push(draft))
      expect(drafts.map(({ time, fields }) => ({ time, fields }))).toEqual(
        lines.map((text) => parse(text)).map(({ time, fields }) => ({ time, fields })),
      )
    }),
  )
})

test('of a message longer than 64 KiB only the beginning came: what is there is read, and the record says so', () => {
  const line = '<38>1 2026-11-20T09:00:00Z web-1 sshd 1 - - Failed password for root from 192.0.2.7 port 22 ssh2 '.padEnd(65_536, 'x')
  expect(parse(line).fields).toMatchObject({ 'event.kind': 'pipeline_error', 'error.code': 'too_long', 'host.name': 'web-1' })
  expect(isUnparsed(parse(line.slice(0, -1)))).toBe(false)
})

test.each([
  '<38>Nov 21 08:00:01 ftp vsftpd: pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=bob rhost=::ffff:203.0.113.7  user=bob',
  '<38>Nov 21 08:00:01 web-1 sshd[12]: Failed password for root from ::ffff:203.0.113.7 port 4000 ssh2',
  '<190>Nov 21 08:00:01 web-1 nginx: ::ffff:203.0.113.7 - - [21/Nov/2025:08:00:01 +0000] "GET / HTTP/1.1" 200 1 "-" "-"',
])('an IPv4 client of a server that listens on :: is the same host everywhere: %s', (line) => {
  expect(parse(line).fields['source.ip']).toBe('203.0.113.7')
})
