import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fields } from '../model/fields.ts'
import { sudo } from './sudo.ts'

function read(message: string): Fields | undefined {
  const fields: Fields = {}
  return sudo.parse(message, fields) ? fields : undefined
}

test('a command that was run', () => {
  expect(read('   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/sh -c echo USER=eve ; id')).toMatchObject({
    'event.category': 'authentication',
    'event.action': 'sudo',
    'event.outcome': 'success',
    'user.name': 'alice',
    'user.effective.name': 'root',
    'user.target.name': 'root',
    'process.command_line': '/bin/sh -c echo USER=eve ; id',
  })
})

test('wrong passwords are one failure that says how many', () => {
  const line = (what: string) => `alice : ${what} ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/id`
  expect(read(line('3 incorrect password attempts'))).toMatchObject({
    'event.action': 'sudo',
    'event.outcome': 'failure',
    'vedette.repeat': 3,
  })
  expect(read(line('1 incorrect password attempt'))).toMatchObject({ 'event.outcome': 'failure' })
  expect(read(line('1 incorrect password attempt'))).not.toHaveProperty('vedette.repeat')
})

test.each(['user NOT in sudoers', 'command not allowed', 'a password is required'])('refused without a wrong password: %s', (what) => {
  expect(read(`eve : ${what} ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/id`)).toMatchObject({
    'event.action': 'sudo_denied',
    'event.outcome': 'failure',
    'user.name': 'eve',
  })
})

test.each(['', 'alice', 'alice : TTY=pts/0', 'pam_unix(sudo:session): session opened for user root'])('not recognised: %j', (message) => {
  expect(read(message)).toBeUndefined()
})

test('no message crashes it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a', ' : ', 'TTY=', 'USER=', 'COMMAND=', ' ; ', '9', ' incorrect password attempts', ' '), {
        maxLength: 14,
      }),
      (parts) => {
        read(parts.join(''))
      },
    ),
  )
})
