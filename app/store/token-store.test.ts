import { expect, test } from 'vitest'
import type { ApiToken } from '../model/api-token.ts'
import { useConsole } from './console-for-tests.ts'

const console = useConsole()
const context = { who: 'ana', at: 5000 }

function token(change: Partial<ApiToken> = {}): ApiToken {
  return { id: 't1', name: 'shop', scopes: ['record', 'requests'], prefix: 'vdt_ab', created_at: 1000, created_by: 'ana', ...change }
}

test('a token is found by its hash until it is revoked, and listed after', () => {
  const { store } = console
  store.addToken(token(), 'hash-1')
  store.addToken(token({ id: 't2', name: 'crm', created_at: 2000 }), 'hash-2')
  store.touchToken('t1', 3000)
  store.touchToken('t1', 2500)
  console.reopen()
  expect(console.store.findToken('hash-1')).toEqual(token({ last_used_at: 3000 }))
  expect(console.store.findToken('hash-3')).toBeUndefined()
  expect(console.store.revokeToken('t1', context)).toEqual(token({ last_used_at: 3000, revoked_at: 5000 }))
  expect(console.store.findToken('hash-1')).toBeUndefined()
  expect(console.store.revokeToken('t1', { who: 'ben', at: 6000 })).toMatchObject({ revoked_at: 5000 })
  expect(console.store.revokeToken('none', context)).toBeUndefined()
  expect(console.store.tokens().map(({ id, revoked_at }) => [id, revoked_at])).toEqual([
    ['t2', undefined],
    ['t1', 5000],
  ])
})

test('the activity log tells of tokens without anything of their secrets', () => {
  const { store } = console
  store.addToken(token(), 'the-hash-of-a-secret')
  store.revokeToken('t1', context)
  const lines = store.activity({ subject: 'token:t1', limit: 10 })
  expect(lines).toMatchObject([
    { what: 'token.revoke', who: 'ana', before: { name: 'shop' }, after: { name: 'shop', revoked_at: 5000 } },
    { what: 'token.create', who: 'ana', before: null, after: { name: 'shop', scopes: ['record', 'requests'] } },
  ])
  expect(JSON.stringify(lines)).not.toMatch(/the-hash|vdt_ab/)
})
