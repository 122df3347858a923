import type { MessagePortMain } from 'electron'
import type { ConsoleService } from '../../app/contract/console.ts'
import { Connection } from '../../app/serve/connection.ts'

/** One window's conversation with the engine over its MessagePort: the same JSON text as over a socket. */
export function serveWindowPort(port: MessagePortMain, service: ConsoleService, store: 'live' | 'sample'): void {
  // A port has no figure for what waits in it; its reader is a process on this machine, and live records are few a second.
  const wire = { send: (text: string) => port.postMessage(text), backlog: () => 0 }
  const connection = new Connection(wire, service, store)
  port.on('message', ({ data }) => {
    if (typeof data === 'string') void connection.receive(data)
  })
  port.on('close', () => connection.close())
  port.start()
}
