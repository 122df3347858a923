import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Counters, Health } from '../app/model/counters.ts'
import { sendTcp, sendUdp, sshAttack, temporaryHome } from '../app/engine/testing/running-engine.ts'
import { cli, runCommand, runProgram, startConsole, type Console } from './testing/command.ts'
import { captureDatagrams, exportIpfix, exportV5, exportV9 } from './testing/datagrams.ts'

const folder = mkdtempSync(join(tmpdir(), 'vedette-command-'))
// The tests run side by side: most of the time a process is starting.
const cleanups: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
})

function makeHome(config?: string): string {
  const { home, remove } = temporaryHome(config)
  cleanups.push(remove)
  return home
}

async function start(home: string, ...args: string[]): Promise<Console> {
  const console = await startConsole(home, ...args)
  cleanups.push(() => console.end('SIGKILL'))
  return console
}

function write(name: string, content: string | Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

async function takeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()))
  cleanups.push(() => socket.close())
  return socket.address().port
}

async function takeTcpPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  cleanups.push(() => server.close())
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

const begin = Date.UTC(2026, 10, 20, 9)
const attack = sshAttack({ from: '203.0.113.7', start: begin, count: 40, success: true })

interface Replayed {
  events: Record<string, unknown>[]
  counters: Counters
  problems: { file: string; message: string }[]
}

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

describe.concurrent('vedette replay', () => {
  test('prints one document: events with all they are made of, and counters by source and reason', async () => {
    const file = write('day.log', [...attack, '', '<999>1 nonsense', 'no header at all'].join('\n'))
    const { code, stdout, stderr } = await runCommand('replay', file, '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const document = JSON.parse(stdout) as Replayed
    expect(document.events).toHaveLength(2)
    expect(document.events.find(({ anomaly_type }) => anomaly_type === 'authentication_brute_force')).toMatchObject({
      entity: '203.0.113.7',
      severity: 'medium',
      risk_score: 60,
      first_seen: '2026-11-20T09:00:00.000Z',
      last_seen: '2026-11-20T09:00:39.000Z',
      count: 40,
      explanation: expect.stringMatching(/^203\.0\.113\.7 failed 40 logins on web-1/),
      evidence_count: 40,
    })
    for (const event of document.events) {
      for (const key of [
        'anomaly_type',
        'entity',
        'severity',
        'risk_score',
        'first_seen',
        'last_seen',
        'count',
        'explanation',
        'evidence_count',
      ])
        expect(event).toHaveProperty(key)
    }
    const [source, ...others] = document.counters.sources
    expect(others).toEqual([])
    expect(source).toMatchObject({ source: 'import', received: 43, parsed: 41, stored: 43, dropped: {} })
    expect(source?.unparsed).toEqual({ bad_priority: 1, no_header: 1 })
    expect(document.counters.events_created).toBe(2)
  })

  test('several files, plain and compressed, in the order given, are one stream', async () => {
    const [first, second] = [write('1.log', attack.slice(0, 20).join('\n')), write('2.log.gz', gzipSync(attack.slice(20).join('\n')))]
    const { code, stdout } = await runCommand('replay', first, second, '--json', '--quiet')
    expect(code).toBe(0)
    const { events, counters } = JSON.parse(stdout) as Replayed
    expect(counters.sources[0]?.stored).toBe(attack.length)
    expect(events.map(({ count }) => count).sort()).toEqual([1, 40])
  })

  test('a capture gives the syslog and the flows that were sent to their ports, and those named by option', async () => {
    const flows = Array.from({ length: 12 }, (_, n) => ({ from: '192.0.2.50', to: `198.51.100.${n + 1}`, port: 443 }))
    const times = (n: number) => begin + n * 1000
    const datagrams = [
      ...attack.map((payload, n) => ({ port: 514, payload, time: times(n) })),
      { port: 2055, payload: exportV5(flows, times(50)), time: times(50) },
      { port: 2055, payload: exportV9(flows, times(51)), time: times(51) },
      { port: 4739, payload: exportIpfix(flows, times(52)), time: times(52) },
      { port: 53, payload: 'a question of names', time: times(53) },
      { port: 7514, payload: `<38>1 ${new Date(times(54)).toISOString()} web-9 app - - - by option`, time: times(54) },
    ]
    const file = write('day.pcap.gz', gzipSync(captureDatagrams(datagrams)))
    const store = join(folder, 'capture-store')
    const { code, stdout } = await runCommand('replay', file, '--json', '--store', store, '--syslog-port', '7514')
    expect(code).toBe(0)
    const { events, counters } = JSON.parse(stdout) as Replayed
    expect(counters.sources[0]).toMatchObject({ received: attack.length + 4, stored: attack.length + 1 + 36, unparsed: {} })
    expect(events.find(({ anomaly_type }) => anomaly_type === 'authentication_brute_force')).toMatchObject({ count: 40 })
    for (const version of [5, 9, 10]) {
      const found = await runCommand('records', `netflow.version:${version}`, '--home', store, '--count')
      expect({ version, count: found.stdout.trim() }).toEqual({ version, count: '12' })
    }
    const { records } = JSON.parse((await runCommand('records', 'host.name:web-9', '--home', store, '--json')).stdout) as {
      records: { time: string; arrival: string; source: string }[]
    }
    expect(records).toMatchObject([
      { source: 'import', time: new Date(times(54)).toISOString(), arrival: new Date(times(54)).toISOString() },
    ])
  })

  test('a file that cannot be read ends it with 1 before any other is, what is asked wrongly with 2', async () => {
    const log = write('ok.log', attack.join('\n'))
    const missing = await runCommand('replay', log, join(folder, 'nowhere.log'), '--json')
    expect({ code: missing.code, stdout: missing.stdout }).toEqual({ code: 1, stdout: '' })
    expect(missing.stderr).toContain('nowhere.log: there is no such file')
    expect((await runCommand('replay', log, '--format', 'pcap')).code).toBe(1)
    for (const wrong of [['replay', log, '--format', 'morse'], ['replay', log, '--nonsense'], ['nonsense']]) {
      expect({ wrong, code: (await runCommand(...wrong)).code }).toEqual({ wrong, code: 2 })
    }
  })

  test('it leaves nothing behind but the store that it was told to keep, which nobody else can read', async ({ expect }) => {
    const log = write('keep.log', attack.join('\n'))
    const [temporary, store] = [join(folder, 'temporary'), join(folder, 'kept')]
    mkdirSync(temporary)
    const replay = (...args: string[]) => runProgram(process.execPath, [cli, 'replay', log, ...args], { env: { TMPDIR: temporary } })
    const [first, second] = await Promise.all([replay(), replay('--store', store)])
    for (const { code, stdout } of [first, second])
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^41 records in .*, 2 events\.$/m) })
    expect(readdirSync(temporary)).toEqual([])
    expect(statSync(join(store, 'console.db')).mode & 0o077).toBe(0)
    expect(JSON.parse((await runCommand('stats', '--home', store, '--json')).stdout)).toMatchObject({
      store: { records: 41 },
      events: { new: 2 },
    })
  })

  test.skipIf(spawnSync('script', ['--version']).status !== 0)('a terminal is shown how far it is', async () => {
    const log = write('long.log', Array.from({ length: 400 }, () => attack.join('\n')).join('\n'))
    const { stdout } = await runProgram('script', ['-qec', `${process.execPath} ${cli} replay ${log}`, '/dev/null'])
    expect(stdout).toMatch(/\r\d+ %/)
    expect(stdout).toContain('16400 records')
  })
})

describe.concurrent('vedette events, records and stats', () => {
  const store = join(folder, 'searched')
  beforeAll(async () => {
    const log = write(
      'searched.log',
      [...attack, `<38>1 ${new Date(begin + 60_000).toISOString()} web-2 cron 1 - - (root) CMD (true)`].join('\n'),
    )
    expect((await runCommand('replay', log, '--store', store, '--quiet')).code).toBe(0)
  })
  const count = async (...query: string[]) => (await runCommand('records', ...query, '--home', store, '--count')).stdout.trim()

  test('records are found in the language of the query bar', async () => {
    expect(await count('source.ip:203.0.113.0/24', 'event.outcome:failure')).toBe('40')
    expect(await count('"Accepted password"')).toBe('1')
    expect(await count('source.port:[40010 TO 40019]', '-source.port:40015')).toBe('9')
    expect(await count('host.name:web-*', '--from', new Date(begin + 60_000).toISOString())).toBe('1')
    const { stdout } = await runCommand('records', 'source.ip:203.0.113.7', '--home', store, '--limit', '2', '--json')
    const { records } = JSON.parse(stdout) as { records: { seq: number }[] }
    expect(records.map(({ seq }) => seq)).toEqual([41, 40])
  })

  test('a query with a mistake ends with 2 and names the column', async () => {
    const ended = await runCommand('records', 'user.name:root', 'source.ip:10.0.0.0/99', '--home', store)
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain('query, column 16: ')
    expect((await runCommand('records', '--from', 'yesterday', '--home', store)).code).toBe(2)
  })

  test('events are listed by priority, and filtered', async () => {
    const list = async (...filter: string[]) => {
      const { stdout } = await runCommand('events', '--home', store, '--json', ...filter)
      return (JSON.parse(stdout) as { events: { anomaly_type: string }[] }).events.map(({ anomaly_type }) => anomaly_type)
    }
    expect(await list()).toEqual(['authentication_success_after_failures', 'authentication_brute_force'])
    expect(await list('--type', 'authentication_brute_force', '--entity', '203.0.113.7', '--status', 'new')).toHaveLength(1)
    expect(await list('--status', 'resolved')).toEqual([])
    expect((await runCommand('events', '--home', store, '--status', 'forgotten')).code).toBe(2)
  })

  test('a home that is not there ends with 3 and is not made', async () => {
    const nowhere = join(folder, 'nowhere')
    for (const command of ['events', 'records', 'stats']) {
      const ended = await runCommand(command, '--home', nowhere)
      expect({ command, code: ended.code }).toEqual({ command, code: 3 })
      expect(ended.stderr).toContain(nowhere)
    }
    expect(existsSync(nowhere)).toBe(false)
  })

  test('a part of the store that is damaged is told after what can be read, with 3', async () => {
    const telemetry = join(store, 'telemetry')
    writeFileSync(join(telemetry, 'telemetry-0000000000009000.sqlite'), 'no database'.repeat(100))
    const ended = await runCommand('records', '--home', store, '--count')
    expect(ended.stdout.trim()).toBe('42')
    expect(ended.code).toBe(3)
    expect(ended.stderr).toContain('telemetry-0000000000009000.sqlite')
    rmSync(join(telemetry, 'telemetry-0000000000009000.sqlite'))
  })
})

/** A Node of the system's own, older than the bundled one, if there is any on the PATH. */
const otherNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((directory) => !directory.includes('node_modules'))
  .map((directory) => join(directory, 'node'))
  .find((file) => existsSync(file) && Number(/^v(\d+)/.exec(spawnSync(file, ['--version']).stdout.toString())?.[1]) < 22)

test.skipIf(otherNode === undefined)('`npx vedette` goes on under the bundled Node, whatever Node starts it', async () => {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const log = write('npx.log', attack.join('\n'))
  const { code, stdout, stderr } = await runProgram(otherNode!, [join(root, 'bin/vedette.mjs'), 'replay', log, '--json', '--quiet'], {
    cwd: dirname(log),
  })
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  expect((JSON.parse(stdout) as Replayed).events).toHaveLength(2)
})
