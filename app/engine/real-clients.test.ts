import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import type { Engine } from '../engine.ts'
import { makeCapture } from './testing/capture.ts'
import { portOf, startEngine, temporaryHome, untilStored } from './testing/running-engine.ts'

const run = promisify(execFile)
const has = (program: string) => spawnSync('which', [program]).status === 0

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function listen(): Promise<Engine> {
  const { home, remove } = temporaryHome()
  cleanups.push(remove)
  const engine = await startEngine(home)
  cleanups.push(() => engine.close())
  return engine
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-client-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function messagesOf(engine: Engine): Promise<string[]> {
  const { records } = await engine.reader.search({ conditions: [] }, { limit: 1000 })
  return records.map(({ fields }) => String(fields['message'])).sort()
}

const texts = Array.from({ length: 50 }, (_, n) => `message ${String(n).padStart(3, '0')} of the test`)

describe.runIf(has('logger'))('logger (util-linux)', () => {
  for (const transport of ['udp', 'tcp'] as const) {
    for (const format of ['rfc5424', 'rfc3164'] as const) {
      test(`what it sends over ${transport} in ${format} is what the store holds`, async () => {
        const engine = await listen()
        const file = join(temporaryFolder(), 'lines')
        writeFileSync(file, `${texts.join('\n')}\n`)
        const port = String(portOf(engine, `syslog-${transport}`))
        await run('logger', [
          '--server',
          '127.0.0.1',
          '--port',
          port,
          `--${transport}`,
          `--${format}`,
          '--tag',
          'vedette-test',
          '--file',
          file,
        ])
        await untilStored(engine, texts.length)
        expect(await messagesOf(engine)).toEqual(texts)
        const { records } = await engine.reader.search(
          { conditions: [{ kind: 'equals', field: 'log.syslog.appname', value: 'vedette-test', negated: false }] },
          { limit: 1000 },
        )
        expect(records).toHaveLength(texts.length)
      })
    }
  }
})

describe.runIf(has('rsyslogd'))('rsyslog', () => {
  for (const framing of ['traditional', 'octet-counted'] as const) {
    test(`what it forwards over TCP, ${framing}, is what the store holds`, async () => {
      const engine = await listen()
      const folder = temporaryFolder()
      const port = portOf(engine, 'syslog-tcp')
      const input = join(folder, 'input.log')
      writeFileSync(input, `${texts.join('\n')}\n`)
      const config = join(folder, 'rsyslog.conf')
      writeFileSync(
        config,
        `global(workDirectory="${folder}")
module(load="imfile")
input(type="imfile" File="${input}" Tag="vedette-test:" Severity="info" Facility="local0")
*.* action(type="omfwd" target="127.0.0.1" port="${port}" protocol="tcp" TCP_Framing="${framing}" template="RSYSLOG_SyslogProtocol23Format")
`,
      )
      const child = spawn('rsyslogd', ['-n', '-f', config, '-i', join(folder, 'pid')], { stdio: 'ignore' })
      cleanups.push(
        () =>
          new Promise((resolve) => {
            child.once('exit', resolve)
            child.kill('SIGTERM')
          }),
      )
      const wanted = [{ kind: 'equals' as const, field: 'log.syslog.facility.code', value: '16', negated: false }]
      await untilStored(engine, texts.length, 20_000)
      await engine.corridor.flush(false)
      const { records } = await engine.reader.search({ conditions: wanted }, { limit: 1000 })
      expect(records.map(({ fields }) => String(fields['message']).trim()).sort()).toEqual(texts)
    })
  }
})

describe.runIf(has('softflowd'))('softflowd', () => {
  for (const version of ['5', '9', '10'] as const) {
    test(`every flow it exports as version ${version} is stored`, async () => {
      const engine = await listen()
      const capture = join(temporaryFolder(), 'capture.pcap')
      writeFileSync(capture, makeCapture(60, Math.floor(Date.now() / 1000) - 600))
      const port = portOf(engine, 'netflow')
      const { stdout, stderr } = await run('softflowd', ['-r', capture, '-n', `127.0.0.1:${port}`, '-v', version, '-d'])
      const exported = Number(/Flows exported: \d+ \((\d+) records\)/.exec(stdout + stderr)?.[1])
      expect(exported).toBeGreaterThanOrEqual(60)
      await untilStored(engine, exported)
      const flows = await engine.reader.count({ conditions: [{ kind: 'equals', field: 'destination.port', value: '443', negated: false }] })
      expect(flows).toBeGreaterThanOrEqual(60)
      const { records } = await engine.reader.search({ conditions: [] }, { limit: 1000 })
      const decoded = records.filter(({ fields }) => fields['event.dataset'] === 'netflow')
      expect(decoded).toHaveLength(exported)
      expect(decoded.every(({ fields }) => fields['event.kind'] === 'event')).toBe(true)
      expect(Math.abs((decoded[0]?.time ?? 0) - Date.now())).toBeLessThan(3_600_000)
    })
  }
})

test('the programs these tests need are on a machine that says it runs them all', () => {
  if (process.env['CI'] !== 'true') return
  for (const program of ['logger', 'rsyslogd', 'softflowd']) expect(execFileSync('which', [program]).length).toBeGreaterThan(0)
})
