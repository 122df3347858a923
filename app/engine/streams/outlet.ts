import { createSocket } from 'node:dgram'
import { appendFile } from 'node:fs/promises'
import { createConnection, isIPv6, type Socket } from 'node:net'
import type { SignalJudgement, StreamSink } from '../../model/stream.ts'

/** A sink that leaves this program: to a file, an address, another program. */
export type OuterSink = Exclude<StreamSink, { type: 'repository' | 'live' }>
/** Delivers, or throws an error that says why not. */
type Deliver = (judgements: readonly SignalJudgement[]) => Promise<void>

/** Verdicts that wait for a slow sink; beyond them the oldest are given up, and counted. */
const mostWaiting = 10_000
const atOnce = 500
const patience = 5000

/** Hands verdicts to one sink in their order. One that fails is counted, and neither stops nor slows anything else. */
export class Outlet {
  readonly name: string
  delivered = 0
  failed = 0
  failure: string | undefined
  private waiting: SignalJudgement[] = []
  private working: Promise<void> | undefined
  private closing = false
  private readonly delivery: { deliver: Deliver; close: () => void }

  constructor(sink: OuterSink) {
    this.name = nameOf(sink)
    this.delivery = createDelivery(sink)
  }

  push(judgements: readonly SignalJudgement[]): void {
    for (const judgement of judgements) this.waiting.push(judgement)
    const over = this.waiting.length - mostWaiting
    if (over > 0) {
      this.waiting.splice(0, over)
      this.failed += over
      this.failure = 'it takes verdicts more slowly than they come'
    }
    this.working ??= this.work()
  }

  /** What waits is delivered, unless the sink fails: then nobody waits for it any longer. */
  async close(): Promise<void> {
    this.closing = true
    await this.working
    this.delivery.close()
  }

  private async work(): Promise<void> {
    while (this.waiting.length > 0) {
      const part = this.waiting.splice(0, atOnce)
      try {
        await this.delivery.deliver(part)
        this.delivered += part.length
      } catch (error) {
        if (this.closing) part.push(...this.waiting.splice(0))
        this.failed += part.length
        this.failure = error instanceof Error ? error.message : String(error)
      }
    }
    this.working = undefined
  }
}

export function nameOf(sink: StreamSink): string {
  switch (sink.type) {
    case 'file':
      return `file ${sink.path}`
    case 'http':
      return `http ${sink.url}`
    case 'socket':
      return `${sink.protocol} ${sink.address}:${sink.port}`
    default:
      return sink.type
  }
}

function createDelivery(sink: OuterSink): { deliver: Deliver; close: () => void } {
  switch (sink.type) {
    case 'file':
      return { deliver: (judgements) => appendFile(sink.path, lines(judgements)), close: () => undefined }
    case 'http':
      return { deliver: (judgements) => post(sink.url, judgements), close: () => undefined }
    case 'socket':
      return sink.protocol === 'udp' ? overUdp(sink) : overTcp(sink)
  }
}

function lines(judgements: readonly SignalJudgement[]): string {
  return judgements.map((judgement) => `${JSON.stringify(judgement)}\n`).join('')
}

async function post(url: string, judgements: readonly SignalJudgement[]): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(judgements),
    signal: AbortSignal.timeout(patience),
    redirect: 'error',
  })
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
}

function overUdp({ address, port }: { address: string; port: number }): { deliver: Deliver; close: () => void } {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  socket.unref()
  socket.on('error', () => undefined)
  const send = (text: string) =>
    new Promise<void>((resolve, reject) => socket.send(text, port, address, (error) => (error === null ? resolve() : reject(error))))
  return {
    deliver: async (judgements) => {
      for (const judgement of judgements) await send(JSON.stringify(judgement))
    },
    close: () => socket.close(),
  }
}

/** One connection, made anew when it is gone. */
function overTcp({ address, port }: { address: string; port: number }): { deliver: Deliver; close: () => void } {
  let socket: Socket | undefined
  const connect = () =>
    new Promise<Socket>((resolve, reject) => {
      const made = createConnection({ host: address, port, timeout: patience }, () => resolve(made))
      made.once('error', reject)
      made.once('timeout', () => made.destroy(new Error(`${address}:${port} does not answer`)))
      made.once('close', () => {
        if (socket === made) socket = undefined
      })
    })
  return {
    deliver: async (judgements) => {
      const connected = (socket ??= await connect())
      connected.unref()
      await new Promise<void>((resolve, reject) =>
        connected.write(lines(judgements), (error) => (error === null || error === undefined ? resolve() : reject(error))),
      )
    },
    close: () => socket?.destroy(),
  }
}
