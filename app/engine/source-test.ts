import { createSocket } from 'node:dgram'
import { createConnection, isIPv6 } from 'node:net'
import { collectors } from '../collect/index.ts'
import type { SourceTestAnswer } from '../contract/sources.ts'
import type { RecordQuery } from '../model/query.ts'
import type { SourceStatus } from '../model/source.ts'

const patience = 5000
const pause = 60

/** Sends one message to a listener, as a sender would, and waits until its record is in the store. */
export async function testSource(
  status: SourceStatus,
  find: (query: RecordQuery) => Promise<number | undefined>,
): Promise<SourceTestAnswer> {
  const { source, state } = status
  const collector = collectors.find(({ type }) => type === source.type)
  if (collector === undefined || state.kind !== 'listening') return { kind: 'failed', message: `"${source.id}" is not listening.` }
  const started = Date.now()
  const { bytes, query } = collector.testMessage(started)
  const address = reachable(state.address)
  try {
    await (collector.transport === 'tcp' ? sendTcp(bytes, address, state.port) : sendUdp(bytes, address, state.port))
  } catch (error) {
    return {
      kind: 'failed',
      message: `Could not send to ${address}:${state.port}: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
  while (Date.now() - started < patience) {
    const seq = await find(query)
    if (seq !== undefined) return { kind: 'stored', seq, milliseconds: Date.now() - started }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return {
    kind: 'failed',
    message: `Sent to ${address}:${state.port}, but no record came within ${patience / 1000} s. A firewall on this machine may drop it.`,
  }
}

/** A wildcard address is one to listen on, not to send to. */
function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1'
  if (address === '::') return '::1'
  return address
}

function sendUdp(bytes: Uint8Array, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    socket.send(bytes, port, address, (error) => {
      socket.close()
      if (error) reject(error)
      else resolve()
    })
  })
}

function sendTcp(bytes: Uint8Array, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: address, port }, () => socket.end(bytes))
    socket.once('close', () => resolve())
    socket.once('error', reject)
  })
}
