import { expect, test } from 'vitest'
import { Doors, type Visitor } from './doors.ts'

const doors = new Doors('secret-of-this-launch')
doors.serveOn(8080)
const visitor: Visitor = {
  host: '127.0.0.1:8080',
  origin: undefined,
  path: '/',
  queryToken: undefined,
  bearer: undefined,
  cookie: undefined,
}

test('nothing is served without the token, whatever the path', () => {
  for (const path of ['/', '/index.html', '/api/socket', '/assets/x.js', '/../etc/passwd']) {
    expect(doors.admit({ ...visitor, path }).kind).toBe('unauthorized')
  }
})

test('a foreign Host or Origin is refused even with the token', () => {
  const bearer = doors.token
  expect(doors.admit({ ...visitor, bearer, host: 'evil.example:8080' }).kind).toBe('forbidden')
  expect(doors.admit({ ...visitor, bearer, host: '127.0.0.1:9' }).kind).toBe('forbidden')
  expect(doors.admit({ ...visitor, bearer, host: undefined }).kind).toBe('forbidden')
  expect(doors.admit({ ...visitor, bearer, origin: 'http://evil.example' }).kind).toBe('forbidden')
  expect(doors.admit({ ...visitor, bearer, origin: 'null' }).kind).toBe('forbidden')
  expect(doors.admit({ ...visitor, bearer, origin: 'http://127.0.0.1:8080' }).kind).toBe('admitted')
})

test('the token in the address is traded for a cookie that admits; it is not the token', () => {
  const traded = doors.admit({ ...visitor, queryToken: doors.token })
  expect(traded.kind).toBe('traded')
  if (traded.kind !== 'traded') return
  expect(traded.session).not.toBe(doors.token)
  expect(doors.admit({ ...visitor, cookie: traded.session }).kind).toBe('admitted')
  expect(doors.admit({ ...visitor, cookie: doors.token }).kind).toBe('unauthorized')
})

test('the token is taken from the address of the front page only', () => {
  expect(doors.admit({ ...visitor, path: '/api/socket', queryToken: doors.token }).kind).toBe('unauthorized')
})
