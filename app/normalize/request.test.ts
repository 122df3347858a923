import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isUnparsed, unparsedReasons, type RecordDraft } from '../model/record.ts'
import { request } from './request.ts'

const parser = request.create({ timezone: 'UTC' })
const arrival = Date.UTC(2026, 2, 2, 8)

function read(text: string | Uint8Array): RecordDraft {
  const drafts: RecordDraft[] = []
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  parser.parse({ bytes, peer: 'shop', wire: 'request', arrival }, (draft) => drafts.push(draft))
  expect(drafts).toHaveLength(1)
  expect(drafts[0]!.raw).toBe(bytes)
  return drafts[0]!
}
const readFacts = (facts: object) => read(JSON.stringify(facts))

test('all facts of a request have their fields', () => {
  const { time, fields } = readFacts({
    time: '2026-03-02T08:00:01.250+01:00',
    method: 'post',
    path: '/api/v1/users/7',
    status: 403,
    duration_ms: 12.5,
    user: { id: 7, is_staff: true },
    tenant: { id: 'b', name: 'Tenant B' },
    remote_addr: '::ffff:10.0.0.1',
    headers: {
      'x-tenant-id': 'c',
      'x-device-id': 'd-1',
      'x-request-id': 'r-1',
      'x-forwarded-for': '203.0.113.7',
      'user-agent': 'curl/8',
    },
    bytes: 99,
  })
  expect(time).toBe(Date.UTC(2026, 2, 2, 7, 0, 1, 250))
  expect(JSON.parse(JSON.stringify(fields))).toEqual({
    'event.kind': 'event',
    'event.category': 'web',
    'event.dataset': 'application.request',
    'event.action': 'http_request',
    'event.outcome': 'failure',
    'event.duration': 12_500_000,
    message: 'POST /api/v1/users/7 403',
    'host.name': 'shop',
    'source.address': '10.0.0.1',
    'source.ip': '10.0.0.1',
    'http.request.method': 'POST',
    'http.request.id': 'r-1',
    'http.response.status_code': 403,
    'http.response.body.bytes': 99,
    'url.path': '/api/v1/users/7',
    'user.id': '7',
    'user.roles': 'staff',
    'user_agent.original': 'curl/8',
    'device.id': 'd-1',
    'organization.id': 'b',
    'organization.name': 'Tenant B',
    'vedette.request.claimed_tenant': 'c',
    'vedette.request.forwarded_for': '203.0.113.7',
  })
})

test('the least there may be: a method and a path, at the time of arrival', () => {
  const { time, fields } = readFacts({ method: 'GET', path: '/a?token=x#y', status: null, remote_addr: null })
  expect(time).toBe(arrival)
  expect(fields).toMatchObject({ 'event.outcome': 'unknown', 'url.path': '/a', message: 'GET /a' })
  expect(fields['http.response.status_code']).toBeUndefined()
  expect(fields['source.ip']).toBeUndefined()
})

test('of a long X-Forwarded-For the end is kept, without the hop that was cut', () => {
  const hops = readFacts({ method: 'GET', path: '/', headers: { 'x-forwarded-for': `${'198.51.100.1, '.repeat(200)}203.0.113.9` } })
  expect(hops.fields['vedette.request.forwarded_for']).toMatch(/^(198\.51\.100\.1, )+203\.0\.113\.9$/)
})

test('X-Tenant goes before X-Tenant-Id, unless it is blank, and header names have no case', () => {
  const claimed = (headers: object) => readFacts({ method: 'GET', path: '/', headers }).fields['vedette.request.claimed_tenant']
  expect(claimed({ 'x-tenant': '5', 'x-tenant-id': '9' })).toBe('5')
  expect(claimed({ 'X-Tenant': ' ', 'X-Tenant-Id': '9' })).toBe('9')
})

test.each([
  ['', 'empty'],
  ['{"method":"GET"', 'bad_json'],
  ['[]', 'bad_facts'],
  ['"GET /"', 'bad_facts'],
  ['{"method":"GET"}', 'bad_facts'],
  ['{"method":5,"path":"/"}', 'bad_facts'],
  [`{"method":"GET","path":"/${'a'.repeat(1 << 16)}`, 'too_long'],
])('what cannot be read is a record that says why: %.30s', (text, reason) => {
  const { time, fields } = read(text)
  expect(time).toBe(arrival)
  expect(fields).toMatchObject({ 'event.kind': 'pipeline_error', 'error.code': reason, 'host.name': 'shop' })
})

test('a path in absolute form begins after the authority, so that no prefix is passed by', () => {
  const path = (given: string) => readFacts({ method: 'GET', path: given }).fields['url.path']
  expect(path('http://shop.example:8080/admin/1?a=b')).toBe('/admin/1')
  expect(path('HTTPS://shop.example?a=b')).toBe('/')
  expect(path('/proxy/http://shop.example/x')).toBe('/proxy/http://shop.example/x')
})

test('a fact of the wrong type is left out, and the rest is kept', () => {
  const { time, fields } = readFacts({ time: 1e300, method: 'GET', path: '/', status: '400', user: 7, tenant: [], headers: 'x', bytes: -1 })
  expect(time).toBe(arrival)
  expect(fields).toMatchObject({ 'url.path': '/' })
  for (const field of ['http.response.status_code', 'user.id', 'organization.id', 'http.response.body.bytes'])
    expect(fields[field]).toBeUndefined()
})

test('no message crashes it, and each gives one record of known kind', () => {
  const keys = fc.constantFrom(
    'method',
    'path',
    'time',
    'status',
    'user',
    'id',
    'tenant',
    'headers',
    'x-tenant',
    'remote_addr',
    '__proto__',
  )
  const facts = fc.dictionary(keys, fc.oneof(fc.jsonValue(), fc.dictionary(keys, fc.jsonValue())))
  const check = (draft: RecordDraft) => {
    expect(Number.isSafeInteger(draft.time)).toBe(true)
    for (const value of Object.values(draft.fields)) if (value !== undefined) expect(['string', 'number']).toContain(typeof value)
    if (isUnparsed(draft)) expect(unparsedReasons).toContain(draft.fields['error.code'])
  }
  fc.assert(
    fc.property(facts, (value) => check(readFacts(value))),
    { numRuns: 2000 },
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => check(read(bytes))))
  fc.assert(
    fc.property(fc.nat({ max: 60_000 }), (depth) => check(read('['.repeat(depth)))),
    { numRuns: 20 },
  )
})
