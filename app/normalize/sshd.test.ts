import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fields } from '../model/fields.ts'
import { sshd } from './sshd.ts'

function read(message: string): Fields | undefined {
  const fields: Fields = {}
  return sshd.parse(message, fields) ? fields : undefined
}

const login = (outcome: string, name: string, address: string, port: number) => ({
  'event.category': 'authentication',
  'event.action': 'ssh_login',
  'event.outcome': outcome,
  'user.name': name,
  'source.ip': address,
  'source.port': port,
})

test.each([
  ['Failed password for root from 203.0.113.7 port 52144 ssh2', login('failure', 'root', '203.0.113.7', 52144)],
  ['Failed password for invalid user admin from 2001:db8::7 port 52144 ssh2', login('failure', 'admin', '2001:db8::7', 52144)],
  ['Failed password for illegal user admin from 203.0.113.7 port 5 ssh2', login('failure', 'admin', '203.0.113.7', 5)],
  ['Failed keyboard-interactive/pam for root from 203.0.113.7 port 5 ssh2', login('failure', 'root', '203.0.113.7', 5)],
  ['Accepted password for alice from 203.0.113.7 port 5 ssh2', login('success', 'alice', '203.0.113.7', 5)],
  ['Accepted publickey for alice from 203.0.113.7 port 5 ssh2: ED25519 SHA256:abc', login('success', 'alice', '203.0.113.7', 5)],
  [
    'Accepted publickey for alice from 203.0.113.7 port 5 ssh2: RSA-CERT ID bob from 192.0.2.1 port 9 (serial 0) CA RSA SHA256:abc',
    login('success', 'alice', '203.0.113.7', 5),
  ],
  ['Accepted keyboard-interactive/pam for alice from 203.0.113.7 port 5 ssh2', login('success', 'alice', '203.0.113.7', 5)],
])('a login: %s', (message, expected) => {
  expect(read(message)).toMatchObject(expected)
})

test('a user name made to look like an address fools nobody', () => {
  expect(read('Failed password for invalid user root from 192.0.2.1 port 22 ssh2 from 203.0.113.7 port 5 ssh2')).toMatchObject(
    login('failure', 'root from 192.0.2.1 port 22 ssh2', '203.0.113.7', 5),
  )
  expect(read('Invalid user x from 192.0.2.1 port 22 from 203.0.113.7 port 5')).toMatchObject({
    'source.ip': '203.0.113.7',
    'user.name': 'x from 192.0.2.1 port 22',
  })
  expect(read('Connection closed by invalid user x 192.0.2.1 port 22 203.0.113.7 port 5 [preauth]')).toMatchObject({
    'source.ip': '203.0.113.7',
  })
})

test('a blank user name is one', () => {
  expect(read('Invalid user  from 203.0.113.7 port 5')).toMatchObject({ 'user.name': '', 'event.action': 'ssh_invalid_user' })
  expect(read('Failed password for invalid user  from 203.0.113.7 port 5 ssh2')).toMatchObject({
    'user.name': '',
    'source.ip': '203.0.113.7',
  })
})

test('a repeated line stands for as many attempts as it says', () => {
  expect(read('message repeated 5 times: [ Failed password for root from 203.0.113.7 port 5 ssh2]')).toMatchObject({
    ...login('failure', 'root', '203.0.113.7', 5),
    'vedette.repeat': 5,
  })
})

test.each([
  ['Invalid user admin from 203.0.113.7 port 5', 'ssh_invalid_user'],
  ['Invalid user admin from 203.0.113.7', 'ssh_invalid_user'],
  ['Connection closed by authenticating user root 203.0.113.7 port 5 [preauth]', 'ssh_connection_closed_preauth'],
  ['Connection reset by invalid user admin 203.0.113.7 port 5 [preauth]', 'ssh_connection_closed_preauth'],
  ['Connection closed by 203.0.113.7 port 5 [preauth]', 'ssh_connection_closed'],
  ['Disconnected from user alice 203.0.113.7 port 5', 'ssh_disconnected'],
  ['Disconnected from authenticating user root 203.0.113.7 port 5 [preauth]', 'ssh_disconnected_preauth'],
  ['Disconnecting invalid user admin 203.0.113.7 port 5: Too many authentication failures [preauth]', 'ssh_disconnected_preauth'],
  ['Received disconnect from 203.0.113.7 port 5:11: Bye Bye [preauth]', 'ssh_disconnected'],
  [
    'error: maximum authentication attempts exceeded for invalid user admin from 203.0.113.7 port 5 ssh2 [preauth]',
    'ssh_attempts_exceeded',
  ],
  ['maximum authentication attempts exceeded for root from 203.0.113.7 port 5 ssh2 [preauth]', 'ssh_attempts_exceeded'],
  ['PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=root', 'ssh_more_failures'],
  ['error: PAM: Authentication failure for illegal user admin from 203.0.113.7', 'ssh_pam_error'],
  ['User root from 203.0.113.7 not allowed because not listed in AllowUsers', 'ssh_user_not_allowed'],
  ['Failed none for invalid user admin from 203.0.113.7 port 5 ssh2', 'ssh_method_query'],
  ['Failed publickey for alice from 203.0.113.7 port 5 ssh2: RSA SHA256:abc', 'ssh_key_rejected'],
  ['Did not receive identification string from 203.0.113.7 port 5', 'ssh_protocol_error'],
  ["Bad protocol version identification 'GET / HTTP/1.1' from 203.0.113.7 port 5", 'ssh_protocol_error'],
  ['Unable to negotiate with 203.0.113.7 port 5: no matching key exchange method found.', 'ssh_protocol_error'],
  ['Connection from 203.0.113.7 port 5 on 192.0.2.1 port 22 rdomain ""', 'ssh_connection_opened'],
])('no login of its own: %s', (message, action) => {
  expect(read(message)).toMatchObject({ 'event.action': action, 'source.ip': '203.0.113.7' })
})

test('who is named beside an attempt', () => {
  expect(read('Connection closed by authenticating user root 203.0.113.7 port 5 [preauth]')).toMatchObject({
    'user.name': 'root',
    'source.port': 5,
  })
  expect(read('PAM 2 more authentication failures; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7  user=root')).toMatchObject({
    'user.name': 'root',
    'vedette.repeat': 2,
  })
})

test.each([
  '',
  'Failed',
  'Failed password',
  'Failed password for',
  'Accepted password for x from',
  'message repeated 3 times: [ message repeated 2 times: [ x]]',
  'Server listening on 0.0.0.0 port 22.',
])('not recognised: %j', (message) => {
  expect(read(message)).toBeUndefined()
})

test('no message crashes it', () => {
  const piece = fc.constantFrom(
    'Failed ',
    'password',
    ' for ',
    'invalid user ',
    ' from ',
    '1.2.3.4',
    ' port ',
    '22',
    'Connection closed by ',
    'authenticating user ',
    'PAM 3 more authentication failures; ',
    'message repeated 2 times: [ ',
    ']',
    ' ',
    'User ',
    ' not allowed because ',
    ' rhost=',
    ' user=',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
      const fields = read(parts.join(''))
      if (fields?.['event.action'] === 'ssh_login') expect(fields['source.ip'] ?? fields['source.address']).toBeTruthy()
    }),
    { numRuns: 2000 },
  )
})
