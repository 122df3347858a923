import { fileURLToPath } from 'node:url'
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron'
import { channels } from './channels.ts'
import type { Delivery, DesktopNotification, EngineArguments, FromEngine, ToEngine } from './engine-messages.ts'
import { planRestart, type RestartState } from './restart-policy.ts'

/** An engine that has not closed its store by then is ended; nothing acknowledged is lost by it. Milliseconds. */
const closeTimeout = 8000

export interface EngineListener {
  /** It ended and another try would not change that: the reason goes to the analyst, and the code to the shell. */
  failed(code: number, message: string): void
  notify(notification: DesktopNotification): Promise<Delivery>
  log(message: string): void
}

/**
 * Keeps one engine running in a process of its own, so that a flood of telemetry or a crash of native code never freezes
 * a window, and gives every window a port to it.
 */
export class EngineProcess {
  private readonly listener: EngineListener
  private readonly engineArguments: EngineArguments
  private readonly windows = new Set<WebContents>()
  private child: UtilityProcess | undefined
  private state: { kind: 'starting' | 'up' | 'closing' } | { kind: 'down'; message: string } = { kind: 'starting' }
  private restarts: RestartState = { failures: 0 }

  constructor(engineArguments: EngineArguments, listener: EngineListener) {
    this.engineArguments = engineArguments
    this.listener = listener
  }

  start(): void {
    const startedAt = performance.now()
    const entry = fileURLToPath(new URL('./desktop-engine.js', import.meta.url))
    const child = utilityProcess.fork(entry, [JSON.stringify(this.engineArguments)], { serviceName: 'Vedette engine', stdio: 'inherit' })
    this.child = child
    this.state = { kind: 'starting' }
    child.on('message', (message: FromEngine) => this.hear(child, message))
    child.on('exit', (code) => this.ended(child, code, performance.now() - startedAt))
  }

  /** From now on this window has a port to whatever engine is running. */
  attach(window: WebContents): void {
    if (!this.windows.has(window)) window.once('destroyed', () => this.windows.delete(window))
    this.windows.add(window)
    if (this.state.kind === 'up') this.connect(window)
    else if (this.state.kind === 'down') window.send(channels.down, this.state.message)
  }

  /** Lets the engine finish what it was given, then ends it. */
  close(): Promise<void> {
    const child = this.child
    this.state = { kind: 'closing' }
    if (child?.pid === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => child.kill(), closeTimeout)
      child.once('exit', () => {
        clearTimeout(timer)
        resolve()
      })
      this.tell(child, { kind: 'close' })
    })
  }

  private hear(child: UtilityProcess, message: FromEngine): void {
    switch (message.kind) {
      case 'ready':
        this.state = { kind: 'up' }
        for (const window of this.windows) this.connect(window)
        return
      case 'failed':
        this.state = { kind: 'closing' }
        return this.listener.failed(message.code, message.message)
      case 'notify':
        void this.listener.notify(message.notification).then((delivery) => this.tell(child, { kind: 'delivery', id: message.id, delivery }))
        return
    }
  }

  private ended(child: UtilityProcess, code: number, uptime: number): void {
    if (this.child !== child) return
    this.child = undefined
    if (this.state.kind === 'closing') return
    const { state, pause } = planRestart(this.restarts, uptime)
    this.restarts = state
    const message = `The engine ended unexpectedly (code ${code}); it starts again in ${pause / 1000} s.`
    this.state = { kind: 'down', message }
    this.listener.log(message)
    for (const window of this.windows) window.send(channels.down, message)
    setTimeout(() => {
      if (this.state.kind === 'down') this.start()
    }, pause)
  }

  private connect(window: WebContents): void {
    if (this.child === undefined || window.isDestroyed()) return
    const { port1, port2 } = new MessageChannelMain()
    this.child.postMessage({ kind: 'connect' } satisfies ToEngine, [port1])
    window.postMessage(channels.port, null, [port2])
  }

  private tell(child: UtilityProcess, message: ToEngine): void {
    if (this.child === child) child.postMessage(message)
  }
}
