import type { TelemetryRecord } from '../model/record.ts'

const encoder = new TextEncoder()
const users = ['root', 'alice', 'bob', 'Carol']

/** An sshd line, made from its number alone. `time` moves one second every ten records. */
export function sampleRecord(seq: number, start = 1_760_000_000_000): TelemetryRecord {
  const time = start + Math.floor(seq / 10) * 1000
  const user = users[seq % users.length]!
  const address = `10.0.${(seq >> 8) & 255}.${seq & 255}`
  const failed = seq % 3 !== 0
  const message = `${failed ? 'Failed' : 'Accepted'} password for ${user} from ${address} port ${1024 + (seq % 60_000)} ssh2`
  return {
    seq,
    time,
    arrival: time + 5,
    source: seq % 2 === 0 ? 'syslog-udp' : 'syslog-tcp',
    raw: encoder.encode(`<38>Oct  9 08:53:20 web-${seq % 7} sshd[${seq}]: ${message}`),
    fields: {
      'event.kind': 'event',
      'event.dataset': 'sshd',
      'event.outcome': failed ? 'failure' : 'success',
      message,
      'host.name': `web-${seq % 7}`,
      'source.ip': address,
      'source.port': 1024 + (seq % 60_000),
      'user.name': user,
    },
  }
}

export function sampleRecords(first: number, count: number, start?: number): TelemetryRecord[] {
  return Array.from({ length: count }, (_, i) => sampleRecord(first + i, start))
}
