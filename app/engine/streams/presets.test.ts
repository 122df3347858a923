import { expect, test } from 'vitest'
import { presetNames, type PresetName } from '../../model/stream.ts'
import { portOf, sendUdp, startEngine, temporaryHome } from '../testing/running-engine.ts'
import { closeLater, seriesOf, until, untilRunning } from '../testing/stream-engine.ts'

const window = 300_000
const first = Math.floor(Date.now() / window) * window - 12 * window

/** A flow of NetFlow version 5: addresses, port and bytes. */
type Flow = [from: number[], to: number[], port: number, bytes: number]

function packet(at: number, flows: readonly Flow[]): Uint8Array {
  const bytes = Buffer.alloc(24 + 48 * flows.length)
  bytes.writeUInt16BE(5, 0)
  bytes.writeUInt16BE(flows.length, 2)
  bytes.writeUInt32BE(3_600_000, 4)
  bytes.writeUInt32BE(at / 1000, 8)
  for (const [index, [from, to, port, octets]] of flows.entries()) {
    const start = 24 + 48 * index
    bytes.set(from, start)
    bytes.set(to, start + 4)
    bytes.writeUInt32BE(10, start + 16)
    bytes.writeUInt32BE(octets, start + 20)
    bytes.writeUInt32BE(3_599_000, start + 24)
    bytes.writeUInt32BE(3_600_000, start + 28)
    bytes.writeUInt16BE(40_000 + index, start + 32)
    bytes.writeUInt16BE(port, start + 34)
    bytes.writeUInt8(6, start + 38)
  }
  return bytes
}

const office = [10, 0, 0, 5]
const stranger = [203, 0, 113, 9]
const flows: Flow[] = [
  [office, [198, 51, 100, 7], 443, 1000],
  [office, [198, 51, 100, 7], 443, 500],
  [office, [198, 51, 100, 8], 53, 60],
  // What comes from outside is nobody's signal here.
  [stranger, office, 22, 9000],
]

function lines(at: number): string[] {
  const line = (host: string, program: string, text: string) => `<38>1 ${new Date(at).toISOString()} ${host} ${program} 811 - - ${text}`
  const [, month, day, year, clock] = /^\w+, (?=\d+ (\w+))(\d+) \w+ (\d+) (\S+)/.exec(new Date(at).toUTCString())!
  const stamp = `${day}/${month}/${year}:${clock} +0000`
  return [
    line('web-1', 'sshd', 'Failed password for alice from 203.0.113.9 port 40001 ssh2'),
    line('web-1', 'sshd', 'Failed password for alice from 203.0.113.9 port 40002 ssh2'),
    line('web-1', 'sshd', 'Accepted password for alice from 203.0.113.9 port 40003 ssh2'),
    line('web-1', 'nginx', `203.0.113.9 - - [${stamp}] "GET / HTTP/1.1" 200 12 "-" "curl/8"`),
    line('fw-1', 'kernel', '[1.5] DROP IN=eth0 OUT= SRC=203.0.113.9 DST=10.0.0.5 LEN=40 PROTO=TCP SPT=4444 DPT=23 SYN'),
  ]
}

const expected: Record<PresetName, [key: string, value: number]> = {
  'host-flows': ['10.0.0.5', 3],
  'host-bytes-out': ['10.0.0.5', 1560],
  'host-peers': ['10.0.0.5', 2],
  'host-ports': ['10.0.0.5', 2],
  'account-failed-logins': ['alice', 2],
  'host-failed-logins': ['web-1', 2],
  'account-logins': ['alice', 1],
  'host-logins': ['web-1', 1],
  'dns-requests': ['10.0.0.5', 1],
  'http-requests': ['web-1', 1],
  'denied-connections': ['fw-1', 1],
  'source-records': ['netflow', 4],
}

test('every preset measures what it says, of real lines and flows, without any configuration', async () => {
  const { home, remove } = temporaryHome(
    `version: 1\nsources:\n  - { id: syslog, type: syslog-udp, port: 0, timezone: UTC }\n  - { id: netflow, type: netflow-udp, port: 0 }\n` +
      `signals: { presets: [${presetNames.join(', ')}] }\n`,
  )
  closeLater(remove)
  const engine = await startEngine(home)
  closeLater(() => engine.close())
  for (const name of presetNames) await untilRunning(engine, name)
  // The second time closes the windows of the first.
  for (const at of [first, first + 3 * window]) {
    await sendUdp(portOf(engine, 'syslog'), lines(at))
    await sendUdp(portOf(engine, 'netflow'), [packet(at, flows)])
  }
  for (const name of presetNames) {
    const [key, value] = expected[name]
    const { points } = await until(
      () => seriesOf(engine, name, key),
      ({ total }) => total > 0,
    )
    expect({ name, ts: points[0]?.ts, value: points[0]?.value }).toEqual({ name, ts: first, value })
  }
  const outside = await seriesOf(engine, 'host-flows', '203.0.113.9')
  expect(outside.total).toBe(0)
}, 60_000)
