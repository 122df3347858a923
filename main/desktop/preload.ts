import { contextBridge, ipcRenderer } from 'electron'
import type { DesktopBridge, EngineState } from '../../app/contract/desktop-bridge.ts'
import { channels } from './channels.ts'

type Listener<Value> = (value: Value) => void

/** A set of listeners that one can leave again. */
function createListeners<Value>() {
  const listeners = new Set<Listener<Value>>()
  return {
    /** How many heard it. */
    tell: (value: Value): number => {
      for (const listener of listeners) listener(value)
      return listeners.size
    },
    add: (listener: Listener<Value>) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

let port: MessagePort | undefined
let engine: EngineState = { kind: 'down', message: 'The engine is starting.' }
const messages = createListeners<string>()
const engines = createListeners<EngineState>()
const openEvents = createListeners<string>()
/** A notification can be clicked before the window that it opens listens. */
let unheard: string | undefined

function setEngine(state: EngineState): void {
  engine = state
  engines.tell(state)
}

ipcRenderer.on(channels.port, (event) => {
  const next = event.ports[0]
  if (next === undefined) return
  port?.close()
  port = next
  next.onmessage = ({ data }) => {
    if (port === next && typeof data === 'string') messages.tell(data)
  }
  setEngine({ kind: 'up' })
})

ipcRenderer.on(channels.down, (_event, message: unknown) => {
  port?.close()
  port = undefined
  setEngine({ kind: 'down', message: String(message) })
})

ipcRenderer.on(channels.openEvent, (_event, id: unknown) => {
  if (openEvents.tell(String(id)) === 0) unheard = String(id)
})

const bridge: DesktopBridge = {
  platform: process.platform,
  send: (text) => port?.postMessage(String(text)),
  onMessage: (listener) => messages.add(listener),
  onEngine: (listener) => {
    listener(engine)
    return engines.add(listener)
  },
  chooseFiles: () => ipcRenderer.invoke(channels.chooseFiles) as Promise<string[]>,
  onOpenEvent: (listener) => {
    if (unheard !== undefined) listener(unheard)
    unheard = undefined
    return openEvents.add(listener)
  },
}

contextBridge.exposeInMainWorld('vedette', bridge)
ipcRenderer.send(channels.attach)
