import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface BoundSource {
  address: string
  port: number
}

/** Sends datagrams one after another; a pause after every hundred keeps a small receive buffer from overflowing. */
export async function sendDatagrams({ address, port }: BoundSource, datagrams: readonly (string | Uint8Array)[]): Promise<void> {
  const socket = createSocket('udp4')
  for (const [index, datagram] of datagrams.entries()) {
    await new Promise<void>((resolve, reject) => socket.send(datagram, port, address, (error) => (error ? reject(error) : resolve())))
    if (index % 100 === 99) await pause(5)
  }
  socket.close()
}

/** Sends lines over one TCP connection, newline-framed (RFC 6587, section 3.4.2). */
export async function sendLines({ address, port }: BoundSource, lines: readonly string[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, address, () => socket.end(lines.map((line) => `${line}\n`).join('')))
    socket.once('close', () => resolve())
    socket.once('error', reject)
  })
}

/** A line as sshd writes it on a refused password, in RFC 5424. */
export function failedLogin({ at, user, from, host = 'bastion' }: { at: Date; user: string; from: string; host?: string }): string {
  const pid = 4000 + (at.getTime() % 1000)
  return `<38>1 ${at.toISOString()} ${host} sshd ${pid} - - Failed password for invalid user ${user} from ${from} port 51022 ssh2`
}

export interface Flow {
  source: string
  destination: string
  sourcePort: number
  destinationPort: number
  protocol: number
  packets: number
  bytes: number
  tcpFlags?: number
}

/** A NetFlow v5 datagram of up to 30 flows that ended just now (Cisco NetFlow Export Datagram Format, version 5). */
export function netflowV5(flows: readonly Flow[], now: Date, sequence = 0): Uint8Array {
  const datagram = Buffer.alloc(24 + 48 * flows.length)
  const uptime = 3_600_000
  datagram.writeUInt16BE(5, 0)
  datagram.writeUInt16BE(flows.length, 2)
  datagram.writeUInt32BE(uptime, 4)
  datagram.writeUInt32BE(Math.floor(now.getTime() / 1000), 8)
  datagram.writeUInt32BE((now.getTime() % 1000) * 1e6, 12)
  datagram.writeUInt32BE(sequence, 16)
  for (const [index, flow] of flows.entries()) writeFlow(datagram.subarray(24 + 48 * index), flow, uptime)
  return datagram
}

function writeFlow(record: Buffer, flow: Flow, uptime: number): void {
  record.set(flow.source.split('.').map(Number), 0)
  record.set(flow.destination.split('.').map(Number), 4)
  record.writeUInt32BE(flow.packets, 16)
  record.writeUInt32BE(flow.bytes, 20)
  record.writeUInt32BE(uptime - 1000, 24)
  record.writeUInt32BE(uptime, 28)
  record.writeUInt16BE(flow.sourcePort, 32)
  record.writeUInt16BE(flow.destinationPort, 34)
  record.writeUInt8(flow.tcpFlags ?? 0, 37)
  record.writeUInt8(flow.protocol, 38)
}
