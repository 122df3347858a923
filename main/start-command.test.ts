import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { sendTcp, sendUdp } from '../app/engine/testing/running-engine.ts'
import type { Counters, Health } from '../app/model/counters.ts'
import { attack } from './testing/attack-log.ts'
import { runCommand, runProgram } from './testing/command.ts'
import { openWorkplace } from './testing/workplace.ts'

const { atEnd, makeHome, start } = openWorkplace()

async function takeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()))
  atEnd(() => socket.close())
  return socket.address().port
}

async function takeTcpPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  atEnd(() => server.close())
  return (server.address() as { port: number }).port
}

async function until<Value>(look: () => Promise<Value>, isEnough: (value: Value) => boolean): Promise<Value> {
  const end = Date.now() + 30_000
  for (;;) {
    const value = await look()
    if (isEnough(value)) return value
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Runs a program without root's rights. */
const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups']
const canDropRights =
  process.getuid?.() === 0 &&
  spawnSync('setpriv', [...asNobody, process.execPath, fileURLToPath(new URL('./version.ts', import.meta.url))]).status === 0 &&
  Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')) > 514

describe.concurrent('vedette start', () => {
  test('one line says where it really listens, and why a source cannot while the others run; it ends on SIGTERM with 0', async () => {
    const [udpPort, tcpPort] = [await takeUdpPort(), await takeTcpPort()]
    const home = makeHome(`version: 1
sources:
  - { id: udp, type: syslog-udp, port: 0, timezone: UTC }
  - { id: tcp, type: syslog-tcp, port: 0, timezone: UTC }
  - { id: other-udp, type: syslog-udp, address: '::1', port: 0, timezone: UTC }
  - { id: taken-udp, type: netflow-udp, port: ${udpPort} }
  - { id: taken-tcp, type: syslog-tcp, port: ${tcpPort} }
  - { id: foreign, type: syslog-tcp, address: 192.0.2.77, port: 5999 }
  - { id: nowhere, type: syslog-udp, address: no-such-host.invalid, port: 5999 }
  - { id: off, type: syslog-udp, port: 5999, enabled: false }
`)
    const { ready, stderr, portOf, request, end } = await start(home)
    const states = Object.fromEntries(ready.sources.map(({ id, state, error }) => [id, error ?? state]))
    expect(states).toEqual({
      udp: 'listening',
      tcp: 'listening',
      'other-udp': 'listening',
      'taken-udp': 'port_taken',
      'taken-tcp': 'port_taken',
      foreign: 'bad_address',
      nowhere: 'bad_address',
      off: 'paused',
    })
    expect(new URL(ready.url).searchParams.get('token')).toBe(ready.token)
    await sendUdp(portOf('udp'), attack.slice(0, 3))
    await sendTcp(portOf('tcp'), attack.slice(3, 5))
    const health = await until(
      async () => (await request('health.get')).output as Health,
      ({ counters }) => counters.sources.reduce((sum, { stored }) => sum + stored, 0) === 5,
    )
    const failed = ready.sources.filter(({ error }) => error !== undefined)
    const log = readFileSync(join(home, 'vedette.log'), 'utf8')
    for (const { id, message = '' } of failed) {
      expect(message).not.toBe('')
      expect(health.problems).toContainEqual(expect.objectContaining({ source: id, message }))
      expect(stderr()).toContain(message)
      expect(log).toContain(JSON.stringify(message).slice(1, -1))
    }
    expect(await end('SIGTERM')).toBe(0)
    const stats = JSON.parse((await runCommand('stats', '--home', home, '--json')).stdout) as Record<string, unknown>
    expect(stats).toMatchObject({ running: false, store: { records: 5 } })
  })

  test.skipIf(!canDropRights)('a port below 1024 without the right to it is told as that', async ({ expect }) => {
    const program = `
      import { openTcp } from ${JSON.stringify(new URL('../app/collect/tcp-listener.ts', import.meta.url).href)}
      import { openUdp } from ${JSON.stringify(new URL('../app/collect/udp-listener.ts', import.meta.url).href)}
      const source = { id: 'low', address: '127.0.0.1', port: 514 }
      for (const open of [openTcp, openUdp]) console.log((await open(source, {})).failure.kind)`
    const ended = await runProgram('setpriv', [...asNobody, process.execPath, '--input-type=module', '--eval', program])
    expect(ended.stdout.trim().split('\n')).toEqual(['no_permission', 'no_permission'])
  })

  test('a second one on the same home is refused with 3, and the first goes on', async () => {
    const home = makeHome()
    const { request } = await start(home)
    const second = await runCommand('start', '--json', '--home', home)
    expect(second.code).toBe(3)
    expect(second.stderr).toMatch(/Another Vedette is running/)
    expect((await request('health.get')).kind).toBe('response')
    // The command line reads beside it, and its figures are the running ones.
    const stats = JSON.parse((await runCommand('stats', '--home', home, '--json')).stdout) as { running: boolean; counters: Counters }
    expect(stats.running).toBe(true)
    expect(stats.counters.sources.map(({ source }) => source)).toEqual(['syslog-udp', 'syslog-tcp', 'netflow'])
  })

  test('one that is stopped keeps no command waiting for ever', async ({ expect }) => {
    const home = makeHome()
    const { child } = await start(home)
    child.kill('SIGSTOP')
    const [stats, flags, retention] = await Promise.all([
      runCommand('stats', '--home', home, '--json'),
      runCommand('flags', 'list', '--home', home),
      runCommand('retention', 'run', '--home', home),
    ])
    expect([stats.code, flags.code, retention.code]).toEqual([3, 3, 3])
    expect(JSON.parse(stats.stdout)).toMatchObject({ running: true, store: { records: 0 } })
    expect(stats.stderr).toContain('does not answer: its counters are missing')
    expect(flags.stderr).toContain('It does not answer')
    expect(retention.stderr).toContain('Another Vedette is running')
  })

  test('a token that would let everybody in, or break the address, ends it with 2', async () => {
    for (const token of ['', 'a b', 'a&b', 'a#b', 'a+b']) {
      const ended = await runCommand('start', '--json', '--home', makeHome(), '--token', token, '--config', '/no/such/file')
      expect(ended.code).toBe(2)
      expect(ended.stderr).toContain('a token is made of letters, digits and - . _ ~')
    }
  })

  test('a port of the console that is taken ends it with 1', async () => {
    const port = await takeTcpPort()
    const ended = await runCommand('start', '--json', '--home', makeHome(), '--port', String(port))
    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain(`127.0.0.1:${port} is taken`)
    expect(JSON.parse(ended.stdout)).toHaveProperty('error')
  })

  test('a vedette.yml with mistakes ends it with 2, each named by file, line and column', async () => {
    const home = makeHome('version: 1\nsources:\n  - { id: a, type: syslog-udp, port: 99999 }\nretention:\n  dayz: 3\n')
    const ended = await runCommand('start', '--json', '--home', home)
    expect(ended.code).toBe(2)
    const file = join(home, 'vedette.yml')
    expect(ended.stderr).toContain(`${file}:3:32: sources.0.port: `)
    expect(ended.stderr).toContain(`${file}:5:3: retention.dayz: `)
    const missing = await runCommand('start', '--home', home, '--config', join(home, 'other.yml'))
    expect(missing.code).toBe(2)
    expect(missing.stderr).toContain('there is no such file')
    expect(existsSync(join(home, 'other.yml'))).toBe(false)
  })

  test('a database that is damaged or newer ends it with 3, and is left as it is', async ({ expect }) => {
    const [damaged, newer] = [makeHome(), makeHome()]
    writeFileSync(join(damaged, 'console.db'), 'no database, whatever its name says. '.repeat(100))
    const database = new Database(join(newer, 'console.db'))
    database.exec('CREATE TABLE anything (x)')
    database.pragma(`application_id = ${0x56434f4e}`)
    database.pragma('user_version = 99')
    database.close()
    for (const [home, command, message] of [
      [damaged, 'start', /is damaged .*left as it is/],
      [damaged, 'events', /is damaged/],
      [newer, 'start', /written by a newer Vedette \(format 99.*left as it is/],
      [newer, 'events', /written by a newer Vedette/],
    ] as const) {
      const before = readFileSync(join(home, 'console.db'))
      const ended = await runCommand(command, '--home', home)
      expect({ command, code: ended.code }).toEqual({ command, code: 3 })
      expect(ended.stderr).toMatch(message)
      expect(readFileSync(join(home, 'console.db')).equals(before)).toBe(true)
    }
  })
})
