import { createSocket } from 'node:dgram'

/**
 * A process of its own that exports NetFlow v9: `flow-sender.ts PORT FLOWS_A_SECOND SECONDS`. Prints what it sent.
 * Thirty flows a packet, a template every hundred packets, clients of a small office talking to a few thousand servers.
 */
const [port, rate, seconds] = process.argv.slice(2).map(Number) as [number, number, number]
const flowsAPacket = 30
/** type, length: IPv4 addresses, ports, protocol, flags, bytes, packets, first and last switched. */
const template = [8, 4, 12, 4, 7, 2, 11, 2, 4, 1, 6, 1, 1, 4, 2, 4, 22, 4, 21, 4]
const recordBytes = 30
const socket = createSocket('udp4')
let sequence = 0
let flows = 0
let underway = 0

function createPacket(): Buffer {
  const withTemplate = sequence % 100 === 0
  const templateBytes = withTemplate ? 8 + template.length * 2 : 0
  const dataBytes = 4 + flowsAPacket * recordBytes
  const packet = Buffer.alloc(20 + templateBytes + dataBytes)
  const uptime = 1_000_000 + sequence * 10
  packet.writeUInt16BE(9, 0)
  packet.writeUInt16BE(flowsAPacket + (withTemplate ? 1 : 0), 2)
  packet.writeUInt32BE(uptime, 4)
  packet.writeUInt32BE(Math.floor(Date.now() / 1000), 8)
  packet.writeUInt32BE(sequence, 12)
  packet.writeUInt32BE(1, 16)
  let at = 20
  if (withTemplate) {
    packet.writeUInt16BE(0, at)
    packet.writeUInt16BE(templateBytes, at + 2)
    packet.writeUInt16BE(256, at + 4)
    packet.writeUInt16BE(template.length / 2, at + 6)
    for (const [index, value] of template.entries()) packet.writeUInt16BE(value, at + 8 + index * 2)
    at += templateBytes
  }
  packet.writeUInt16BE(256, at)
  packet.writeUInt16BE(dataBytes, at + 2)
  at += 4
  for (let n = 0; n < flowsAPacket; n += 1, at += recordBytes) writeFlow(packet, at, sequence * flowsAPacket + n, uptime)
  sequence += 1
  return packet
}

function writeFlow(packet: Buffer, at: number, n: number, uptime: number): void {
  packet.writeUInt32BE(0x0a000000 + (n % 200), at)
  packet.writeUInt32BE(0xc6336400 + ((n * 7) % 4000), at + 4)
  packet.writeUInt16BE(32_768 + (n % 28_000), at + 8)
  packet.writeUInt16BE([443, 80, 53, 22, 993][n % 5] ?? 443, at + 10)
  packet.writeUInt8(n % 5 === 2 ? 17 : 6, at + 12)
  packet.writeUInt8(0x1b, at + 13)
  packet.writeUInt32BE(400 + ((n * 31) % 90_000), at + 14)
  packet.writeUInt32BE(1 + (n % 60), at + 18)
  packet.writeUInt32BE(uptime - 1000, at + 22)
  packet.writeUInt32BE(uptime, at + 26)
}

const started = performance.now()
const wanted = rate * seconds
function step(): void {
  const due = Math.min(wanted, ((performance.now() - started) / 1000) * rate)
  while (flows < due) {
    underway += 1
    socket.send(createPacket(), port, '127.0.0.1', () => (underway -= 1))
    flows += flowsAPacket
  }
  if (flows < wanted || underway > 0) setTimeout(step, 1)
  else {
    const taken = (performance.now() - started) / 1000
    socket.close(() => process.stdout.write(JSON.stringify({ sent: flows, seconds: taken })))
  }
}
step()
