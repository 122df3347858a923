import type { OpenWire, WireEnd } from './wire.ts'

const lost: WireEnd = { kind: 'lost', message: 'The engine does not answer.' }
const refused: WireEnd = {
  kind: 'refused',
  message: 'The engine refused this window. Open the address that “vedette start” printed: it carries this launch’s token.',
}

/** The wire of a window served headless: a WebSocket to the same origin, let in by its cookie. */
export function overSocket(url: string, whyClosed: () => Promise<WireEnd> = () => askWhy(url)): OpenWire {
  return (listener) => {
    let ended = false
    let opened = false
    const socket = new WebSocket(url)
    const end = (reason: WireEnd) => {
      if (ended) return
      ended = true
      listener.ended(reason)
    }
    socket.addEventListener('open', () => {
      opened = true
      if (!ended) listener.opened()
    })
    socket.addEventListener('message', (event) => {
      if (!ended && typeof event.data === 'string') listener.received(event.data)
    })
    socket.addEventListener('close', () => {
      if (ended) return
      if (opened) end({ kind: 'lost', message: 'The connection to the engine was lost.' })
      else void whyClosed().then(end)
    })
    return {
      send: (text) => socket.send(text),
      close: () => {
        ended = true
        socket.close()
      },
    }
  }
}

/** A browser hides the status of a refused WebSocket upgrade, so the same door is asked again in plain HTTP. */
async function askWhy(url: string): Promise<WireEnd> {
  const door = new URL(url)
  door.protocol = door.protocol === 'wss:' ? 'https:' : 'http:'
  try {
    const { status } = await fetch(door, { cache: 'no-store' })
    return status === 401 || status === 403 ? refused : lost
  } catch {
    return lost
  }
}
