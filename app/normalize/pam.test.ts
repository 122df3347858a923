import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fields } from '../model/fields.ts'
import { pam } from './pam.ts'

function read(message: string): Fields | undefined {
  const fields: Fields = {}
  return pam.parse(message, fields) ? fields : undefined
}

const failure = (service: string, module = 'pam_unix') =>
  `${module}(${service}:auth): authentication failure; logname=LOGIN uid=0 euid=0 tty=/dev/tty1 ruser=eve rhost=203.0.113.7  user=alice`

test('a failure at a service that writes nothing else is a login', () => {
  expect(read(failure('login'))).toMatchObject({
    'event.category': 'authentication',
    'event.action': 'login',
    'event.outcome': 'failure',
    'user.name': 'alice',
    'source.user.name': 'eve',
    'source.ip': '203.0.113.7',
    'system.auth.pam.origin': 'login:auth',
  })
})

test.each(['sshd', 'sudo', 'su', 'su-l'])('a failure at %s, which reports for itself, is none', (service) => {
  expect(read(failure(service))).toMatchObject({ 'event.action': 'pam_authentication_failure', 'event.outcome': 'failure' })
})

test('a second module’s word about the same attempt is none', () => {
  expect(read(failure('login', 'pam_sss'))).toMatchObject({ 'event.action': 'pam_authentication_failure' })
})

test('a session opened at the console or a display is a successful login; cron’s and sudo’s is not', () => {
  expect(read('pam_unix(gdm-password:session): session opened for user alice(uid=1000) by (uid=0)')).toMatchObject({
    'event.action': 'login',
    'event.outcome': 'success',
    'user.name': 'alice',
    'user.id': '1000',
  })
  expect(read('pam_unix(cron:session): session opened for user root by (uid=0)')).toMatchObject({
    'event.action': 'session_opened',
    'user.name': 'root',
  })
  expect(read('pam_unix(sudo:session): session closed for user root')).toMatchObject({
    'event.action': 'session_closed',
    'user.name': 'root',
  })
})

test('unknown users and locked accounts', () => {
  expect(read('pam_unix(sshd:auth): check pass; user unknown')).toMatchObject({ 'event.action': 'pam_unknown_user' })
  expect(read('pam_faillock(sshd:auth): Consecutive login failures for user bob account temporarily locked')).toMatchObject({
    'event.action': 'account_locked',
    'user.name': 'bob',
  })
})

test('a remote host’s name is an address, not an IP', () => {
  expect(
    read('pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=bob rhost=mail.example.com'),
  ).toMatchObject({
    'source.address': 'mail.example.com',
    'event.action': 'login',
  })
})

test('no message crashes it', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'pam_unix',
          '(',
          'sshd',
          ':auth',
          '): ',
          'session ',
          'opened for user ',
          ' by ',
          '(uid=',
          ')',
          'authentication failure; ',
          ' rhost=',
          ' user=',
          ' ',
        ),
        { maxLength: 14 },
      ),
      (parts) => {
        read(`pam_${parts.join('')}`)
      },
    ),
    { numRuns: 2000 },
  )
})
