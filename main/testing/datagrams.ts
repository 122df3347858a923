import { classic, ethernet, ipv4, udp } from '../../app/collect/testing/captures.ts'
import {
  ip,
  ipfixMessage,
  ipfixTemplate,
  set,
  u16,
  u32,
  v9Packet,
  v9Template,
  type Field,
} from '../../app/normalize/testing/flow-packets.ts'

export interface Datagram {
  port: number
  payload: string | Uint8Array
  /** Milliseconds since the epoch. */
  time: number
}

/** A capture of UDP datagrams, all from 192.0.2.1 to 198.51.100.2. */
export function captureDatagrams(datagrams: readonly Datagram[]): Uint8Array {
  return classic(
    datagrams.map(({ port, payload, time }) => ({
      bytes: ethernet(ipv4(udp([...(typeof payload === 'string' ? Buffer.from(payload) : payload)], 40_000, port))),
      seconds: Math.floor(time / 1000),
      fraction: (time % 1000) * 1000,
    })),
  )
}

export interface Flow {
  from: string
  to: string
  port: number
}

/** NetFlow v5: a header and a fixed record a flow, as Cisco published it. */
export function exportV5(flows: readonly Flow[], time: number): Uint8Array {
  const header = [...u16(5, flows.length), ...u32(60_000, Math.floor(time / 1000), 0, 1), 0, 0, ...u16(0)]
  const records = flows.flatMap(({ from, to, port }) => [
    ...ip(from),
    ...ip(to),
    ...ip('0.0.0.0'),
    ...u16(1, 2),
    ...u32(10, 4000, 58_000, 59_000),
    ...u16(40_000, port),
    ...[0, 0x1b, 6, 0],
    ...u16(0, 0),
    ...[24, 24],
    ...u16(0),
  ])
  return new Uint8Array([...header, ...records])
}

/** sourceIPv4Address, destinationIPv4Address, ports, protocol, octets, packets (IANA's numbers, the same in v9 and IPFIX). */
const fields: readonly Field[] = [
  [8, 4],
  [12, 4],
  [7, 2],
  [11, 2],
  [4, 1],
  [1, 4],
  [2, 4],
]
const writeFlow = ({ from, to, port }: Flow): number[] => [...ip(from), ...ip(to), ...u16(40_000, port), 6, ...u32(4000, 10)]

export function exportV9(flows: readonly Flow[], time: number): Uint8Array {
  return v9Packet({ seconds: Math.floor(time / 1000) }, v9Template(256, fields), set(256, ...flows.map(writeFlow)))
}

export function exportIpfix(flows: readonly Flow[], time: number): Uint8Array {
  return ipfixMessage({ seconds: Math.floor(time / 1000) }, ipfixTemplate(256, fields), set(256, ...flows.map(writeFlow)))
}
