import { EventEmitter } from 'node:events'

/**
 * MessageChannelMain: two entangled ports. A port can be handed to another process once; what then arrives at it is passed
 * on there, and what comes back is sent as if from it.
 */
export class StandInPort extends EventEmitter {
  peer: StandInPort | undefined
  private started = false
  private closed = false
  private readonly waiting: unknown[] = []
  private remote: { deliver(data: unknown): void; close(): void } | undefined

  postMessage(data: unknown): void {
    if (!this.closed) this.peer?.arrive(data)
  }

  start(): void {
    this.started = true
    for (const data of this.waiting.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    const { peer, remote } = this
    remote?.close()
    this.emit('close')
    peer?.close()
  }

  /** Hands this port over: from now on its owner is elsewhere. */
  transfer(remote: { deliver(data: unknown): void; close(): void }): void {
    this.remote = remote
    for (const data of this.waiting.splice(0)) remote.deliver(data)
  }

  private arrive(data: unknown): void {
    if (this.remote) this.remote.deliver(data)
    else if (this.started) this.emit('message', { data, ports: [] })
    else this.waiting.push(data)
  }
}

export class MessageChannelMain {
  readonly port1 = new StandInPort()
  readonly port2 = new StandInPort()

  constructor() {
    this.port1.peer = this.port2
    this.port2.peer = this.port1
  }
}

/** Numbers the ports that were handed over one way out, so that messages find them again. */
export class TransferredPorts {
  private readonly ports = new Map<number, StandInPort>()
  private static next = 1

  add(port: StandInPort, send: (id: number, data: unknown) => void, close: (id: number) => void): number {
    const id = TransferredPorts.next++
    this.ports.set(id, port)
    port.transfer({ deliver: (data) => send(id, data), close: () => close(id) })
    return id
  }

  receive(id: number, data: unknown): void {
    this.ports.get(id)?.postMessage(data)
  }

  close(id: number): void {
    this.ports.get(id)?.close()
    this.ports.delete(id)
  }

  closeAll(): void {
    for (const id of [...this.ports.keys()]) this.close(id)
  }
}
