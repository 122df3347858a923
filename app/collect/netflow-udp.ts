import type { Collector } from './collector.ts'
import { openUdp } from './udp-listener.ts'

/** NetFlow v5, v9 and IPFIX over UDP, told apart by the version word. */
export const netflowUdp: Collector = {
  type: 'netflow-udp',
  title: 'NetFlow v5, v9 and IPFIX over UDP',
  wire: 'netflow',
  transport: 'udp',
  defaultPort: 2055,
  open: openUdp,
  testCommand: (address, port) => `softflowd -i any -n ${address}:${port} -v 9 -d`,
  testMessage(now) {
    const sequence = now % 2 ** 32
    return {
      bytes: createNetflowV5(now, sequence),
      query: { conditions: [{ kind: 'equals', field: 'netflow.flow_sequence', value: String(sequence), negated: false }] },
    }
  },
}

/** A NetFlow v5 packet (24-byte header, one 48-byte record) with one HTTPS flow between documentation addresses. */
function createNetflowV5(now: number, sequence: number): Uint8Array {
  const uptime = 3_600_000
  const bytes = Buffer.alloc(72)
  bytes.writeUInt16BE(5, 0)
  bytes.writeUInt16BE(1, 2)
  bytes.writeUInt32BE(uptime, 4)
  bytes.writeUInt32BE(Math.floor(now / 1000), 8)
  bytes.writeUInt32BE((now % 1000) * 1e6, 12)
  bytes.writeUInt32BE(sequence, 16)
  bytes.set([192, 0, 2, 1, 198, 51, 100, 1], 24)
  bytes.writeUInt32BE(1, 40)
  bytes.writeUInt32BE(60, 44)
  bytes.writeUInt32BE(uptime - 1000, 48)
  bytes.writeUInt32BE(uptime, 52)
  bytes.writeUInt16BE(50_000, 56)
  bytes.writeUInt16BE(443, 58)
  bytes.writeUInt8(6, 62)
  return bytes
}
