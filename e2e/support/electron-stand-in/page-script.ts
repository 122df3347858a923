/** The preload's world in a page: `require('electron')` as a sandboxed renderer has it, carried over one Playwright binding. */

export const binding = '__standIn'

/** What the page calls the binding with. `document` tells one load of a page from the next. */
export type FromPage =
  | { kind: 'hello'; document: string }
  | { kind: 'next'; document: string }
  | { kind: 'ipc'; channel: string; args: unknown[]; reply?: number }
  | { kind: 'port'; port: number; data: unknown }

/**
 * The init script: the preload's text inside a function, since the page's content policy forbids evaluating text.
 * Runs in main frames only, as Electron's preload does without `nodeIntegrationInSubFrames`.
 */
export function pageScript(preload: string): string {
  return `(() => {
    const call = window['${binding}']
    delete window['${binding}']
    if (window !== window.top || location.href === 'about:blank') return
    const electron = (${electronInPage.toString()})(call)
    ;((require, process, module, exports) => {
      ${preload}
    })(() => electron, { platform: '${process.platform}' }, { exports: {} }, {})
  })()`
}

/** Runs in the page; stands alone, since only its text gets there. */
function electronInPage(call: (message: unknown) => Promise<unknown>) {
  type Listener = (event: { ports: MessagePort[] }, ...args: unknown[]) => void
  type Incoming =
    | { kind: 'send'; channel: string; args: unknown[]; ports: number[] }
    | { kind: 'port'; port: number; data: unknown }
    | { kind: 'reply'; reply: number; value?: unknown; error?: string }
  const listeners = new Map<string, Listener[]>()
  const replies = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const ports = new Map<number, MessagePort>()
  const document = crypto.randomUUID()
  let questions = 0

  function receive(message: Incoming): void {
    if (message.kind === 'port') return ports.get(message.port)?.postMessage(message.data)
    if (message.kind === 'reply') {
      const waiting = replies.get(message.reply)
      replies.delete(message.reply)
      if (message.error === undefined) waiting?.resolve(message.value)
      else waiting?.reject(new Error(message.error))
      return
    }
    const handed = message.ports.map((id) => {
      const channel = new MessageChannel()
      channel.port1.onmessage = ({ data }) => void call({ kind: 'port', port: id, data })
      ports.set(id, channel.port1)
      return channel.port2
    })
    for (const listener of listeners.get(message.channel) ?? []) listener({ ports: handed }, ...message.args)
  }

  async function pump(): Promise<void> {
    await call({ kind: 'hello', document })
    for (;;) {
      const batch = (await call({ kind: 'next', document })) as Incoming[] | null
      if (batch === null) return
      for (const message of batch) receive(message)
    }
  }
  void pump()

  /** Values cross the context bridge as copies, functions as proxies, and nothing can be changed on the other side. */
  function carry(value: unknown): unknown {
    if (typeof value === 'function') return (...args: unknown[]) => carry((value as (...args: unknown[]) => unknown)(...args.map(carry)))
    if (value instanceof Promise) return value.then(carry)
    if (Array.isArray(value)) return value.map(carry)
    if (typeof value === 'object' && value !== null)
      return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, carry(inner)])))
    return value
  }

  return {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => Object.defineProperty(window, name, { value: carry(api), enumerable: true }),
    },
    ipcRenderer: {
      on: (channel: string, listener: Listener) => void listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      send: (channel: string, ...args: unknown[]) => void call({ kind: 'ipc', channel, args }),
      invoke: (channel: string, ...args: unknown[]) =>
        new Promise((resolve, reject) => {
          questions += 1
          replies.set(questions, { resolve, reject })
          void call({ kind: 'ipc', channel, args, reply: questions })
        }),
    },
  }
}
