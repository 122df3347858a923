import { connect, type Socket } from 'node:net'
import { percentile } from './report.ts'

export interface PacedLoad {
  connections: number
  seconds: number
  /** Requests a second, evenly spread; without it, as many as are answered. */
  rate?: number
}

export interface Answered {
  count: number
  wrong: number
  /** Milliseconds from the request's leaving to the whole answer. */
  mean: number
  p50: number
  p99: number
  /** Requests a second. */
  rate: number
}

interface Connection {
  socket: Socket
  sentAt: number
}

/**
 * Bare sockets, and a clock of microseconds: the usual tools round to milliseconds, and send what a second may hold in one
 * burst at its beginning, which measures a queue.
 */
export async function loadPaced(url: string, { connections, seconds, rate }: PacedLoad): Promise<Answered> {
  const { host, hostname, port, pathname } = new URL(url)
  const request = `GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\nuser-agent: bench\r\nx-user: bench\r\n\r\n`
  const latencies: number[] = []
  const idle: Connection[] = []
  let wrong = 0
  let over = false
  const send = (connection: Connection) => {
    connection.sentAt = performance.now()
    connection.socket.write(request)
  }
  const open = async () => {
    const socket = connect(Number(port), hostname).setNoDelay(true)
    const connection = { socket, sentAt: 0 }
    socket.on('error', () => (wrong += 1))
    onAnswers(socket, (right) => {
      latencies.push(performance.now() - connection.sentAt)
      if (!right) wrong += 1
      if (rate !== undefined || over) idle.push(connection)
      else send(connection)
    })
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    return connection
  }
  const all = await Promise.all(Array.from({ length: connections }, open))
  const begin = performance.now()
  const elapsed = () => performance.now() - begin
  if (rate === undefined) for (const connection of all) send(connection)
  else idle.push(...all)
  let sent = 0
  while (elapsed() < seconds * 1000) {
    const due = Math.floor((elapsed() / 1000) * (rate ?? 0))
    for (; sent < due && idle.length > 0; sent += 1) send(idle.shift() as Connection)
    await new Promise((resolve) => setTimeout(resolve, rate === undefined ? seconds * 1000 : 1))
  }
  over = true
  const took = elapsed() / 1000
  while (idle.length < connections && elapsed() < seconds * 1000 + 2000) await new Promise((resolve) => setTimeout(resolve, 5))
  wrong += connections - idle.length
  for (const { socket } of all) socket.destroy()
  const mean = latencies.reduce((sum, one) => sum + one, 0) / latencies.length
  const { length: count } = latencies
  return { count, wrong, mean, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), rate: count / took }
}

/** One answer at a time, of a stated length. */
function onAnswers(socket: Socket, take: (right: boolean) => void): void {
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    const end = text.indexOf('\r\n\r\n') + 4
    if (end < 4 || text.length < end + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)) return
    const right = text.startsWith('HTTP/1.1 200')
    text = ''
    take(right)
  })
}
