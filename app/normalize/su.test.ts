import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fields } from '../model/fields.ts'
import { su } from './su.ts'

function read(message: string): Fields | undefined {
  const fields: Fields = {}
  return su.parse(message, fields) ? fields : undefined
}

test.each([
  ['(to root) alice on pts/0', 'success'],
  ['FAILED SU (to root) alice on pts/0', 'failure'],
  ['Successful su for root by alice', 'success'],
  ['FAILED su for root by alice', 'failure'],
  ["'su root' failed for alice on /dev/pts/8", 'failure'],
  ["BOM'su root' failed for alice on /dev/pts/8", 'failure'],
  ['BAD SU alice to root on /dev/ttyp0', 'failure'],
])('%s', (message, outcome) => {
  expect(read(message)).toMatchObject({
    'event.category': 'authentication',
    'event.action': 'su',
    'event.outcome': outcome,
    'user.name': 'alice',
    'user.effective.name': 'root',
  })
})

test('the second line about one attempt is not another', () => {
  expect(read('+ pts/0 alice:root')).toMatchObject({ 'event.action': 'su_terminal', 'user.name': 'alice' })
})

test('no message crashes it', () => {
  fc.assert(
    fc.property(fc.constantFrom('(to ', 'FAILED SU (to ', '+ ', "'su ", 'BAD SU '), fc.string({ maxLength: 80 }), (start, rest) => {
      read(start + rest)
    }),
  )
})
