import { createServer, type AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createEngine, type Engine } from '../../app/engine.ts'
import { quietPlatform, temporaryHome, testConfig } from '../../app/engine/testing/running-engine.ts'
import { serveDesktopApi } from './desktop-api.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function start(server: string): Promise<Engine> {
  const { home, remove } = temporaryHome(testConfig + server)
  cleanups.push(remove)
  const created = await createEngine({ home, platform: { ...quietPlatform, host: 'desktop' }, listen: false })
  if (created.kind === 'failed') throw new Error(created.failure.message)
  cleanups.push(() => created.engine.close())
  return created.engine
}

test('the desktop serves no API until vedette.yml says so', async () => {
  const engine = await start('')
  cleanups.push(await serveDesktopApi(engine, () => undefined))
  expect([engine.apiEnabled(), engine.apiUrl]).toEqual([false, undefined])
})

test('switched on, it is served on loopback, for tokens', async () => {
  const engine = await start('server: { api: true }\n')
  cleanups.push(await serveDesktopApi(engine, () => undefined))
  const url = engine.apiUrl ?? ''
  expect(new URL(url).hostname).toBe('127.0.0.1')
  const { secret } = engine.tokens.create('shop', ['evaluate'], { who: 'ana', at: 1 })
  const post = (authorization: string) =>
    fetch(`${url}/v1/evaluate`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'path_probing' }),
    })
  expect((await post(`Bearer ${secret}`)).status).toBe(200)
  expect((await post('Bearer vdt_nonsense')).status).toBe(401)
})

test('a port that is taken is a problem in Health, and no reason not to start', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', () => resolve()))
  cleanups.push(() => taken.close())
  const engine = await start(`server: { api: true, port: ${(taken.address() as AddressInfo).port} }\n`)
  cleanups.push(await serveDesktopApi(engine, () => undefined))
  expect(engine.apiUrl).toBeUndefined()
  expect(engine.health().problems).toMatchObject([{ kind: 'api', message: expect.stringContaining('is taken') }])
})
