import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { attack, begin, type Replayed } from './testing/attack-log.ts'
import { cli, runCommand, runProgram } from './testing/command.ts'
import { captureDatagrams, exportIpfix, exportV5, exportV9 } from './testing/datagrams.ts'
import { openWorkplace } from './testing/workplace.ts'

const { folder, write } = openWorkplace()

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

  test('a file that is cut off ends it with 1, after the document of what came before', async () => {
    const compressed = gzipSync([...attack, randomBytes(4096).toString('hex')].join('\n'))
    const capture = captureDatagrams(attack.map((payload, n) => ({ port: 514, payload, time: begin + n * 1000 })))
    const files = [
      { file: write('cut.log.gz', compressed.subarray(0, -100)), message: 'cut off or damaged' },
      { file: write('cut.pcap', capture.subarray(0, -10)), message: `cut off after packet ${attack.length - 1}` },
    ]
    for (const { file, message } of files) {
      const { code, stdout, stderr } = await runCommand('replay', file, '--json')
      expect({ file, code }).toEqual({ file, code: 1 })
      expect(stderr).toContain(message)
      const { events, problems } = JSON.parse(stdout) as Replayed
      expect(events).toContainEqual(expect.objectContaining({ anomaly_type: 'authentication_brute_force', count: 40 }))
      expect(problems).toEqual([{ file, message: expect.stringContaining(message) }])
    }
    const header = await runCommand('replay', write('header.pcap', capture.subarray(0, 30)))
    expect(header).toMatchObject({ code: 1, stdout: expect.stringMatching(/^0 records/), stderr: expect.stringContaining('cut off') })
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

  test('without room for a temporary store it says so in one line', async ({ expect }) => {
    const env = { TMPDIR: join(folder, 'nowhere') }
    const { code, stderr } = await runProgram(process.execPath, [cli, 'replay', write('any.log', 'one'), '--json'], { env })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^vedette: ENOENT: no such file or directory, mkdtemp .*nowhere.*\n$/)
  })

  test.skipIf(spawnSync('script', ['--version']).status !== 0)('a terminal is shown how far it is', async () => {
    const log = write('long.log', Array.from({ length: 400 }, () => attack.join('\n')).join('\n'))
    const { stdout } = await runProgram('script', ['-qec', `${process.execPath} ${cli} replay ${log}`, '/dev/null'])
    expect(stdout).toMatch(/\r\d+ %/)
    expect(stdout).toContain('16400 records')
  })
})
