import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWorkplace } from './testing/workplace.ts'

const { makeHome, start } = openWorkplace()

test.skipIf(!existsSync('/dev/full'))('a log that cannot be written to ends nothing', async () => {
  const home = makeHome('version: 1\nsources:\n  - { id: foreign, type: syslog-tcp, address: 192.0.2.77, port: 5999 }\n')
  symlinkSync('/dev/full', join(home, 'vedette.log'))
  const { request, stderr, end } = await start(home)
  expect(stderr()).toContain('vedette: source foreign: 192.0.2.77 is not an address of this machine.')
  expect((await request('health.get')).kind).toBe('response')
  expect(await end('SIGTERM')).toBe(0)
})

test('nor does a standard error that nobody reads any more', async () => {
  const home = makeHome('version: 1\nsources: []\n')
  const { child, request, end } = await start(home)
  child.stderr?.destroy()
  const source = { id: 'foreign', type: 'syslog-tcp', address: '192.0.2.77', port: 5999, timezone: 'UTC', enabled: true }
  expect((await request('sources.add', { source })).kind).toBe('response')
  expect((await request('health.get')).kind).toBe('response')
  expect(readFileSync(join(home, 'vedette.log'), 'utf8')).toContain('192.0.2.77 is not an address of this machine.')
  expect(await end('SIGTERM')).toBe(0)
})

test('a terminal that is closed ends it as Ctrl+C does, told once or twice', async () => {
  const home = makeHome('version: 1\nsources: []\n')
  const { child, end } = await start(home)
  const ended = end('SIGHUP')
  child.kill('SIGHUP')
  expect(await ended).toBe(0)
  expect(existsSync(join(home, 'running.json'))).toBe(false)
})
