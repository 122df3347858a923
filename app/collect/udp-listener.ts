import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { OpenedSource } from '../model/source.ts'
import type { OpenResult, Sink } from './collector.ts'
import { describeListenFailure } from './listen-failure.ts'
import { readKernelDrops } from './kernel-drops.ts'

/** Asked of the kernel, which grants at most net.core.rmem_max: room for bursts while this thread is busy. */
const receiveBuffer = 32 << 20
const dropCheckInterval = 1000

/** Binds a UDP port and hands every datagram to `sink`. */
export function openUdp(source: OpenedSource, sink: Sink): Promise<OpenResult> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: isIPv6(source.address) ? 'udp6' : 'udp4' })
    socket.once('error', (error) => {
      socket.close()
      resolve({ kind: 'failed', failure: describeListenFailure(error, source) })
    })
    socket.bind({ address: source.address, port: source.port, exclusive: true }, () => {
      const { address, port } = socket.address()
      socket.removeAllListeners('error')
      // An ICMP error for something sent from this socket must not end the listener.
      socket.on('error', () => sink.refused('socket_error', 1))
      try {
        socket.setRecvBufferSize(receiveBuffer)
      } catch {
        // The kernel's default stays; the loss it may cause is counted.
      }
      socket.on('message', (bytes, peer) => {
        if (sink.full) sink.dropped('queue_full', 1)
        else sink.push(bytes, peer.address, Date.now())
      })
      const stopCounting = countKernelDrops(address, port, sink)
      const close = () =>
        new Promise<void>((done) => {
          stopCounting()
          socket.close(() => done())
        })
      resolve({ kind: 'listening', address, port, close })
    })
  })
}

/** Datagrams the kernel threw away because the socket's buffer was full: only the kernel knows them. */
function countKernelDrops(address: string, port: number, sink: Sink): () => void {
  let seen = readKernelDrops(address, port)
  if (seen === undefined) return () => undefined
  const check = () => {
    const now = readKernelDrops(address, port)
    if (now !== undefined && seen !== undefined && now > seen) sink.dropped('kernel_buffer', now - seen)
    seen = now ?? seen
  }
  const timer = setInterval(check, dropCheckInterval)
  return () => {
    check()
    clearInterval(timer)
  }
}
