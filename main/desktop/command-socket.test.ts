import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createConsoleService, type Engine, type SampleDesk } from '../../app/engine.ts'
import { startEngine, temporaryHome } from '../../app/engine/testing/running-engine.ts'
import { runCommand } from '../testing/command.ts'
import { serveCommands } from './command-socket.ts'

const noSample = { engine: () => undefined } as SampleDesk
let place: ReturnType<typeof temporaryHome>
let engine: Engine
let end: () => Promise<void>
beforeEach(async () => {
  place = temporaryHome()
})
afterEach(async () => {
  await end()
  await engine.close()
  place.remove()
})

async function start(home: string): Promise<void> {
  engine = await startEngine(home, { listen: false })
  end = await serveCommands(createConsoleService({ live: engine, sample: noSample }), engine.home)
}

test('the command line reaches a console without a port, and leaves nothing when it ends', async () => {
  await start(place.home)
  const set = await runCommand('flags', 'set', 'ANOMALY_ALERTING_ENABLED', '--enable', '--json', '--home', place.home)
  expect(set).toMatchObject({ code: 0, stderr: '' })
  expect(engine.flags.book.read('ANOMALY_ALERTING_ENABLED', {})).toBe(true)
  expect(JSON.parse((await runCommand('stats', '--home', place.home, '--json')).stdout)).toMatchObject({ running: true })
  await end()
  expect(existsSync(engine.home.running)).toBe(false)
})

test('only its owner reaches it, and only with the token of this launch', async () => {
  await start(place.home)
  const { socket, token } = JSON.parse(readFileSync(engine.home.running, 'utf8')) as { socket: string; token: string }
  for (const file of [engine.home.running, ...(process.platform === 'win32' ? [] : [socket])]) expect(statSync(file).mode & 0o077).toBe(0)
  const status = (authorization: string, path = '/api/requests/flags.list', body = '{}') =>
    new Promise((resolve, reject) => {
      const asked = request({ socketPath: socket, method: 'POST', path, headers: { authorization } }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      asked.on('error', reject).end(body)
    })
  expect(await status(`Bearer ${token}`)).toBe(200)
  expect(await status(`Bearer ${token}x`)).toBe(401)
  expect(await status('')).toBe(401)
  expect(await status(`Bearer ${token}`, '/')).toBe(404)
  expect(await status(`Bearer ${token}`, '/api/requests/flags.list', '{')).toBe(400)
})

test.skipIf(process.platform === 'win32')('a home whose path is too long for a socket has it elsewhere', async () => {
  const home = join(place.home, 'a'.repeat(60), 'b'.repeat(60))
  mkdirSync(home, { recursive: true })
  await start(home)
  const { socket } = JSON.parse(readFileSync(engine.home.running, 'utf8')) as { socket: string }
  expect(socket.startsWith(home)).toBe(false)
  expect((await runCommand('flags', 'list', '--home', home)).code).toBe(0)
})
