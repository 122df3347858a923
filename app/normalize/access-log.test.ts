import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fields } from '../model/fields.ts'
import { accessLog } from './access-log.ts'

function read(message: string): Fields | undefined {
  const fields: Fields = {}
  return accessLog.parse(message, fields) ? fields : undefined
}

const date = '[10/Oct/2025:13:55:36 -0700]'

test('the Combined Log Format', () => {
  expect(read(`203.0.113.7 - alice ${date} "GET /a/b?q=1&r=%20 HTTP/1.1" 404 2326 "http://example.com/start" "Mozilla/5.0 (X11)"`)).toEqual(
    {
      'event.category': 'web',
      'event.action': 'http_request',
      'event.outcome': 'failure',
      'event.start': Date.parse('2025-10-10T20:55:36Z'),
      'source.address': '203.0.113.7',
      'source.ip': '203.0.113.7',
      'user.name': 'alice',
      'http.request.method': 'GET',
      'http.version': '1.1',
      'http.response.status_code': 404,
      'http.response.body.bytes': 2326,
      'http.request.referrer': 'http://example.com/start',
      'url.original': '/a/b?q=1&r=%20',
      'url.path': '/a/b',
      'url.query': 'q=1&r=%20',
      'user_agent.original': 'Mozilla/5.0 (X11)',
    },
  )
})

test('the Common Log Format, with a host name and no size', () => {
  const fields = read(`client.example.com - - ${date} "HEAD / HTTP/1.0" 200 -`)
  expect(fields).toMatchObject({ 'source.address': 'client.example.com', 'http.request.method': 'HEAD', 'event.outcome': 'success' })
  expect(fields).not.toHaveProperty('source.ip')
  expect(fields).not.toHaveProperty('http.response.body.bytes')
  expect(fields).not.toHaveProperty('user.name')
})

test('the virtual host before it', () => {
  expect(read(`www.example.com:443 203.0.113.7 - - ${date} "GET / HTTP/1.1" 200 5 "-" "-"`)).toMatchObject({
    'url.domain': 'www.example.com',
    'url.port': 443,
    'source.ip': '203.0.113.7',
  })
})

test('what servers append after it is passed over', () => {
  expect(read(`2001:db8::7 - - ${date} "GET / HTTP/2.0" 200 5 "-" "curl/8" 0.003 "203.0.113.9"`)).toMatchObject({
    'source.ip': '2001:db8::7',
    'user_agent.original': 'curl/8',
  })
})

test('addresses that a proxy forwarded, as nginx appends them', () => {
  const forwarded = (rest: string) =>
    read(`10.0.0.2 - - ${date} "GET / HTTP/1.1" 200 5 "-" "curl/8" ${rest}`)?.['vedette.request.forwarded_for']
  expect(forwarded('"203.0.113.7, 10.0.0.1"')).toBe('203.0.113.7, 10.0.0.1')
  expect(forwarded('"2001:db8::7"')).toBe('2001:db8::7')
  for (const other of ['"-"', '"gzip"', '"0"', '"203.0.113.7', '', 'x']) expect(forwarded(other), other).toBeUndefined()
})

test('quotes inside are escaped by the server', () => {
  expect(read(`203.0.113.7 - - ${date} "GET /\\"x HTTP/1.1" 200 5 "-" "a \\"b\\" c"`)).toMatchObject({
    'url.original': '/\\"x',
    'user_agent.original': 'a \\"b\\" c',
  })
})

test('a URL in absolute form has the path after its authority', () => {
  expect(read(`203.0.113.7 - - ${date} "GET http://example.com:8080/a?b HTTP/1.1" 200 5`)).toMatchObject({
    'url.path': '/a',
    'url.query': 'b',
  })
  expect(read(`203.0.113.7 - - ${date} "GET http://example.com HTTP/1.1" 200 5`)).toMatchObject({ 'url.path': '/' })
})

test('a request that is none is kept as it came', () => {
  expect(read(`203.0.113.7 - - ${date} "\\x16\\x03\\x01" 400 226 "-" "-"`)).toMatchObject({ 'url.original': '\\x16\\x03\\x01' })
  expect(read(`203.0.113.7 - - ${date} "-" 408 0`)).not.toHaveProperty('url.original')
})

test.each([
  '',
  `203.0.113.7 - - ${date}`,
  '203.0.113.7 - - [10/Foo/2025:13:55:36 -0700] "GET / HTTP/1.1" 200 5',
  `x ${date} "GET /" 200 5`,
  `203.0.113.7 - - ${date} "GET / HTTP/1.1" two 5`,
])('not recognised: %j', (message) => {
  expect(read(message)).toBeUndefined()
})

test('no message crashes it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('1.2.3.4', ' - ', ' ', date, '"', '\\', 'GET ', '/x?y', ' HTTP/1.1', '200', '-', 'a:1'), { maxLength: 20 }),
      (parts) => {
        read(parts.join(''))
        read(`1.2.3.4 - - ${date} "${parts.join('')}`)
      },
    ),
    { numRuns: 2000 },
  )
})
