import { clientMessageSchema, type ClientMessage, type ServerMessage } from '../contract/protocol.ts'
import type { PushName, Pushes } from '../contract/pushes.ts'
import type { Engine } from '../engine.ts'
import { answerRequest } from './answer.ts'
import { greet } from './handlers/session.ts'
import type { ConsoleHost, HandlerContext } from './handler.ts'

/** Any wire that carries text both ways: a WebSocket, a MessagePort. */
export interface TextWire {
  send(text: string): void
  /** Bytes accepted but not yet taken by the other side. */
  backlog(): number
}

/** A window that reads slower than this gets no more live records until it has caught up; everything else still comes. */
const longestBacklog = 4 << 20

/** One window's conversation with an engine: checks every message, answers requests, forwards pushes. */
export class Connection {
  private engine: Engine
  private unlisten: () => void
  private unwatch: () => void
  private readonly unsample: () => void
  private readonly running = new Map<number, AbortController>()
  private readonly wire: TextWire
  private readonly host: ConsoleHost

  constructor(wire: TextWire, host: ConsoleHost, store: 'live' | 'sample' = 'live') {
    this.wire = wire
    this.host = host
    this.engine = (store === 'sample' ? host.sample.engine() : undefined) ?? host.live
    this.unlisten = this.listen()
    this.unwatch = this.engine.watchLive()
    this.unsample = host.sample.listen((state) => this.sendPush('sample.changed', state))
  }

  /** Takes one message of the client. Never throws: what cannot be understood is answered. */
  async receive(text: string): Promise<void> {
    const message = readMessage(text)
    if (message === undefined) {
      this.send({
        kind: 'failure',
        id: -1,
        error: { kind: 'invalid_input', message: 'That is not a message of this protocol.', issues: [] },
      })
      return
    }
    if (message.kind === 'cancel') {
      this.running.get(message.id)?.abort()
      return
    }
    await this.answer(message)
  }

  close(): void {
    for (const controller of this.running.values()) controller.abort()
    this.unlisten()
    this.unwatch()
    this.unsample()
  }

  private async answer({ id, name, input }: Extract<ClientMessage, { kind: 'request' }>): Promise<void> {
    const controller = new AbortController()
    this.running.set(id, controller)
    const answer = await answerRequest(name, input, this.createContext(id, controller.signal))
    this.running.delete(id)
    this.send({ id, ...answer })
  }

  private createContext(id: number, signal: AbortSignal): HandlerContext {
    return {
      engine: this.engine,
      host: this.host,
      who: this.engine.user(),
      signal,
      progress: (fraction) => this.send({ kind: 'progress', id, fraction }),
      view: (store) => this.view(store),
    }
  }

  private view(store: 'live' | 'sample'): ReturnType<typeof greet> | undefined {
    const engine = store === 'sample' ? this.host.sample.engine() : this.host.live
    if (engine === undefined) return undefined
    this.unlisten()
    this.unwatch()
    this.engine = engine
    this.unlisten = this.listen()
    this.unwatch = engine.watchLive()
    return greet(engine)
  }

  private listen(): () => void {
    return this.engine.bus.listen((name, value) => {
      if (name === 'records.live' && this.wire.backlog() > longestBacklog) return
      this.sendPush(name, value)
    })
  }

  private sendPush<Name extends PushName>(name: Name, value: Pushes[Name]): void {
    this.send({ kind: 'push', name, value })
  }

  private send(message: ServerMessage): void {
    this.wire.send(JSON.stringify(message))
  }
}

function readMessage(text: string): ClientMessage | undefined {
  try {
    const parsed = clientMessageSchema.safeParse(JSON.parse(text))
    return parsed.success ? (parsed.data as ClientMessage) : undefined
  } catch {
    return undefined
  }
}
