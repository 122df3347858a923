import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openConsoleStore } from '../store/index.ts'
import { temporaryHome } from './testing/running-engine.ts'
import { recognizeLaunchToken, TokenBook } from './token-book.ts'

const { home, remove } = temporaryHome()
const opened = openConsoleStore(join(home, 'console.db'))
if (opened.kind === 'failed') throw new Error(opened.failure.message)
const { store } = opened
afterAll(() => {
  store.close()
  remove()
})
const context = { who: 'ana', at: 1000 }

test('a secret is recognised, by its holder’s scopes, and is in no file', () => {
  const book = new TokenBook(store)
  const { token, secret } = book.create('shop', ['record', 'evaluate', 'record'], context)
  expect(secret).toMatch(/^vdt_[\w-]{43}$/)
  expect(token).toMatchObject({ name: 'shop', scopes: ['record', 'evaluate'], prefix: secret.slice(0, 10), created_by: 'ana' })
  expect(book.recognize(secret, 2000)).toEqual({ token_id: token.id, name: 'shop', scopes: ['record', 'evaluate'] })
  for (const wrong of ['', 'vdt_', secret.slice(0, -1), `${secret}x`, secret.slice(4), token.prefix]) {
    expect(book.recognize(wrong, 2000)).toBeUndefined()
  }
  for (const file of readdirSync(home)) expect(readFileSync(join(home, file)).includes(secret.slice(10))).toBe(false)
})

test('a revoked token opens nothing, and stays in the list with who revoked it in the log', () => {
  const book = new TokenBook(store)
  const { token, secret } = book.create('old shop', ['events:read'], context)
  expect(book.revoke(token.id, { who: 'ben', at: 3000 })).toMatchObject({ id: token.id, revoked_at: 3000 })
  expect(book.recognize(secret, 4000)).toBeUndefined()
  expect(book.list().find(({ id }) => id === token.id)?.revoked_at).toBe(3000)
  expect(book.revoke('nobody', context)).toBeUndefined()
  expect(store.activity({ subject: `token:${token.id}`, limit: 10 }).map(({ who }) => who)).toEqual(['ben', 'ana'])
  expect(JSON.stringify(store.activity({ limit: 100 }))).not.toContain(secret.slice(10))
})

test('a use is remembered once a minute, also by a console that starts anew', () => {
  const { token, secret } = new TokenBook(store).create('busy', ['flags'], context)
  const lastUsed = () => store.tokens().find(({ id }) => id === token.id)?.last_used_at
  const book = new TokenBook(store)
  const seen = [100_000, 100_001, 159_999, 160_000, 161_000].map((now) => {
    book.recognize(secret, now)
    return lastUsed()
  })
  expect(seen).toEqual([100_000, 100_000, 100_000, 160_000, 160_000])
  new TokenBook(store).recognize(secret, 170_000)
  expect(lastUsed()).toBe(160_000)
})

test('the token of this launch may do everything, and nothing else passes for it', () => {
  expect(recognizeLaunchToken('launched', 'launched')?.scopes).toContain('events:write')
  expect(recognizeLaunchToken('launche', 'launched')).toBeUndefined()
  expect(recognizeLaunchToken('', undefined)).toBeUndefined()
})
