import { createConnection, type Connection } from './connection.ts'
import { overPort } from './connection-port.ts'
import { overSocket } from './connection-socket.ts'

/** Talks to the engine over the port the desktop gave this window, else over a socket to where the page came from. */
export function connect(page: Pick<Window, 'vedette' | 'location'>): Connection {
  if (page.vedette !== undefined) return createConnection(overPort(page.vedette))
  const url = new URL('/api/socket', page.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return createConnection(overSocket(url.href))
}
