/** A classic pcap of `connections` TCP exchanges (three packets each) between documentation addresses. */
export function makeCapture(connections: number, startSeconds: number): Buffer {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(65_535, 16)
  header.writeUInt32LE(1, 20)
  const packets = Array.from({ length: connections }, (_, n) =>
    [0x02, 0x10, 0x11].map((flags, step) => makePacket(n, flags, step * 100, startSeconds + n, step * 1000)),
  ).flat()
  return Buffer.concat([header, ...packets])
}

function makePacket(n: number, flags: number, payload: number, seconds: number, microseconds: number): Buffer {
  const length = 14 + 20 + 20 + payload
  const packet = Buffer.alloc(16 + length)
  packet.writeUInt32LE(seconds, 0)
  packet.writeUInt32LE(microseconds, 4)
  packet.writeUInt32LE(length, 8)
  packet.writeUInt32LE(length, 12)
  const ethernet = 16
  packet.writeUInt16BE(0x0800, ethernet + 12)
  const ip = ethernet + 14
  packet.writeUInt8(0x45, ip)
  packet.writeUInt16BE(length - 14, ip + 2)
  packet.writeUInt8(64, ip + 8)
  packet.writeUInt8(6, ip + 9)
  packet.set([192, 0, 2, 1 + (n % 5), 198, 51, 100, 1 + (n % 200)], ip + 12)
  const tcp = ip + 20
  packet.writeUInt16BE(40_000 + n, tcp)
  packet.writeUInt16BE(443, tcp + 2)
  packet.writeUInt8(5 << 4, tcp + 12)
  packet.writeUInt8(flags, tcp + 13)
  return packet
}
