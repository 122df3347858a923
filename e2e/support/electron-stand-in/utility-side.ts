import { EventEmitter } from 'node:events'
import type { UtilityMessage } from './utility-process.ts'

/** The engine process's side: `process.parentPort`, and the ports that main hands over with a message. */
const send = (message: UtilityMessage) => {
  if (process.connected) process.send?.(message)
}

class RemotePort extends EventEmitter {
  private readonly id: number
  private started = false
  private readonly waiting: unknown[] = []

  constructor(id: number) {
    super()
    this.id = id
  }

  postMessage(data: unknown): void {
    send({ kind: 'port', port: this.id, data })
  }

  start(): void {
    this.started = true
    for (const data of this.waiting.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    send({ kind: 'port-closed', port: this.id })
  }

  arrive(data: unknown): void {
    if (this.started) this.emit('message', { data, ports: [] })
    else this.waiting.push(data)
  }
}

/** Keeps messages until somebody listens, as Electron's does. */
class ParentPort extends EventEmitter {
  private readonly waiting: unknown[] = []

  constructor() {
    super()
    this.on('newListener', (name) => {
      if (name === 'message') setImmediate(() => this.waiting.splice(0).forEach((event) => this.emit('message', event)))
    })
  }

  postMessage(data: unknown): void {
    send({ kind: 'message', data, ports: [] })
  }

  arrive(event: unknown): void {
    if (this.listenerCount('message') > 0) this.emit('message', event)
    else this.waiting.push(event)
  }
}

const parentPort = new ParentPort()
const ports = new Map<number, RemotePort>()

process.on('message', (message: UtilityMessage) => {
  switch (message.kind) {
    case 'message': {
      const handed = message.ports.map((id) => {
        const port = new RemotePort(id)
        ports.set(id, port)
        return port
      })
      return parentPort.arrive({ data: message.data, ports: handed })
    }
    case 'port':
      return ports.get(message.port)?.arrive(message.data)
    case 'port-closed':
      ports.get(message.port)?.emit('close')
      ports.delete(message.port)
  }
})
// Electron ends its utility processes with itself.
process.on('disconnect', () => process.exit(1))
Object.defineProperty(process, 'parentPort', { value: parentPort })
