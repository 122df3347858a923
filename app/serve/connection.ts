import type { ConsoleService, ConsoleSession } from '../contract/console.ts'
import { clientMessageSchema, type ClientMessage, type ServerMessage } from '../contract/protocol.ts'

/** Any wire that carries text both ways: a WebSocket, a MessagePort. */
export interface TextWire {
  send(text: string): void
  /** Bytes accepted but not yet taken by the other side. */
  backlog(): number
}

/** A window that reads slower than this gets no more live records until it has caught up; everything else still comes. */
const longestBacklog = 4 << 20

/** One window's conversation over a wire: JSON text both ways, requests by number, cancellable. */
export class Connection {
  private readonly running = new Map<number, AbortController>()
  private readonly wire: TextWire
  private readonly session: ConsoleSession

  constructor(wire: TextWire, service: ConsoleService, store: 'live' | 'sample' = 'live') {
    this.wire = wire
    this.session = service.open({
      store,
      push: (name, value) => {
        if (name === 'records.live' && wire.backlog() > longestBacklog) return
        this.send({ kind: 'push', name, value })
      },
    })
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
    const { id, name, input } = message
    const controller = new AbortController()
    this.running.set(id, controller)
    const progress = (fraction: number) => this.send({ kind: 'progress', id, fraction })
    const answer = await this.session.answer(name, input, { signal: controller.signal, progress })
    this.running.delete(id)
    this.send({ id, ...answer })
  }

  close(): void {
    for (const controller of this.running.values()) controller.abort()
    this.session.close()
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
