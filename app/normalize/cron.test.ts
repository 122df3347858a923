import { expect, test } from 'vitest'
import type { Fields } from '../model/fields.ts'
import { cron } from './cron.ts'

test('a job is a command of its user', () => {
  const fields: Fields = {}
  expect(cron.parse('(root) CMD (   cd / && run-parts --report /etc/cron.hourly)', fields)).toBe(true)
  expect(fields).toMatchObject({
    'event.action': 'cron_command',
    'user.name': 'root',
    'process.command_line': 'cd / && run-parts --report /etc/cron.hourly',
  })
})

test.each(['', '(root) CMD', '(root) CMD (', 'pam_unix(cron:session): session opened', '(CRON) INFO (pidfile fd = 3)x'])(
  'not recognised: %j',
  (message) => {
    expect(cron.parse(message, {})).toBe(false)
  },
)
