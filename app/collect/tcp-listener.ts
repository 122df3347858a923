import { createServer, isIP, type Socket } from 'node:net'
import { networkInterfaces } from 'node:os'
import tcpPortUsed from 'tcp-port-used'
import type { OpenedSource } from '../model/source.ts'
import type { OpenResult, Sink } from './collector.ts'
import { Deframer } from './framing.ts'
import { describeListenFailure } from './listen-failure.ts'

/** A workstation's console; a thousand senders are more than any office has. */
const maxConnections = 1000

/** Listens on TCP and hands every RFC 6587 frame to `sink`; senders are slowed while the corridor is full. */
export async function openTcp(source: OpenedSource, sink: Sink): Promise<OpenResult> {
  // A port that answers is taken even where the system would let two programs bind it.
  if (source.port !== 0 && isOurs(source.address) && (await isAnswering(source.port, source.address))) {
    return { kind: 'failed', failure: describeListenFailure({ code: 'EADDRINUSE' }, source) }
  }
  return new Promise((resolve) => {
    const sockets = new Set<Socket>()
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      receive(socket, sink)
    })
    server.maxConnections = maxConnections
    server.on('drop', () => sink.refused('too_many_connections', 1))
    server.once('error', (error) => resolve({ kind: 'failed', failure: describeListenFailure(error, source) }))
    server.listen({ host: source.address, port: source.port, exclusive: true }, () => {
      const bound = server.address()
      if (bound === null || typeof bound === 'string') throw new Error('a TCP server has an address')
      const close = () =>
        new Promise<void>((done) => {
          server.close(() => done())
          for (const socket of sockets) socket.destroy()
        })
      resolve({ kind: 'listening', address: bound.address, port: bound.port, close })
    })
  })
}

function receive(socket: Socket, sink: Sink): void {
  const peer = socket.remoteAddress ?? ''
  const deframer = new Deframer()
  let arrival = 0
  const emit = (frame: Uint8Array) => sink.push(frame, peer, arrival)
  socket.on('data', (bytes: Buffer) => {
    arrival = Date.now()
    deframer.push(bytes, emit)
    if (sink.full && !socket.isPaused()) {
      socket.pause()
      sink.onDrain(() => socket.resume())
    }
  })
  socket.on('close', () => {
    arrival = Date.now()
    deframer.end(emit)
  })
  // A reset ends this sender only; what it had sent before is kept by the `close` above.
  socket.on('error', () => undefined)
}

/** Another machine's port says nothing about ours, and may take minutes to say it. */
function isOurs(address: string): boolean {
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries?.map((entry) => entry.address) ?? [])
  return isIP(address) === 0 || address === '0.0.0.0' || address === '::' || own.includes(address) || address.startsWith('127.')
}

async function isAnswering(port: number, address: string): Promise<boolean> {
  try {
    return await tcpPortUsed.check(port, address)
  } catch {
    // An address we cannot connect to is judged by the bind itself.
    return false
  }
}
