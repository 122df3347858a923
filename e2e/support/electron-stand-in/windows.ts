import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, WindowOpenHandlerResponse } from 'electron'
import { app, cancellable } from './app.ts'
import { note, onQuestion, onTest, tell } from './link.ts'
import type { ToPage } from './messages.ts'
import { TransferredPorts, type StandInPort } from './ports.ts'

const windows = new Map<number, BrowserWindow>()
export const findWindow = (id: number): BrowserWindow | undefined => windows.get(id)
const pagePorts = new TransferredPorts()

class WebContents extends EventEmitter {
  readonly id: number
  loading = true
  destroyed = false
  openHandler: ((details: { url: string }) => WindowOpenHandlerResponse) | undefined

  constructor(id: number) {
    super()
    this.id = id
  }

  isLoading(): boolean {
    return this.loading
  }

  isDestroyed(): boolean {
    return this.destroyed
  }

  reload(): void {
    tell({ kind: 'reload', window: this.id })
  }

  setWindowOpenHandler(handler: (details: { url: string }) => WindowOpenHandlerResponse): void {
    note('webContents.setWindowOpenHandler')
    this.openHandler = handler
  }

  send(channel: string, ...args: unknown[]): void {
    this.toPage({ kind: 'send', channel, args, ports: [] })
  }

  postMessage(channel: string, message: unknown, ports: StandInPort[] = []): void {
    // The page has to know its port before the first message for it arrives.
    const waiting: ToPage[] = []
    let announced = false
    const deliver = (port: number, data: unknown) => {
      const toPage: ToPage = { kind: 'port', port, data }
      if (announced) this.toPage(toPage)
      else waiting.push(toPage)
    }
    const ids = ports.map((port) => pagePorts.add(port, deliver, () => undefined))
    this.toPage({ kind: 'send', channel, args: [message], ports: ids })
    announced = true
    for (const toPage of waiting) this.toPage(toPage)
  }

  toPage(message: ToPage): void {
    tell({ kind: 'to-page', window: this.id, message })
  }
}

export class BrowserWindow extends EventEmitter {
  private static next = 1
  readonly id = BrowserWindow.next++
  readonly webContents = new WebContents(this.id)

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    note('new BrowserWindow', options)
    windows.set(this.id, this)
    tell({ kind: 'open-window', window: this.id, preload: options.webPreferences?.preload ?? '' })
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return windows.get(contents.id) ?? null
  }

  loadURL(url: string): Promise<void> {
    note('window.loadURL', url)
    tell({ kind: 'load', window: this.id, url })
    return new Promise((resolve) => this.webContents.once('did-finish-load', () => resolve()))
  }

  isMinimized(): boolean {
    return false
  }

  restore(): void {}

  show(): void {
    note('window.show')
  }

  focus(): void {
    note('window.focus')
  }
}

onTest('window', ({ window: id, event }) => {
  const window = windows.get(id)
  if (!window) return
  const { webContents } = window
  switch (event) {
    case 'loaded':
      webContents.loading = false
      window.emit('ready-to-show')
      return void webContents.emit('did-finish-load')
    case 'crashed':
      return void webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    case 'closed':
      windows.delete(id)
      webContents.destroyed = true
      webContents.emit('destroyed')
      window.emit('closed')
      if (windows.size === 0) app.emit('window-all-closed')
  }
})
onTest('port', ({ port, data }) => pagePorts.receive(port, data))
onTest('port-closed', ({ port }) => pagePorts.close(port))

/** Electron asks these before it navigates or opens; the answer is whether it may. */
onQuestion('navigate', ({ window, url }) => {
  const event = { ...cancellable(), url }
  let prevented = false
  event.preventDefault = () => (prevented = true)
  windows.get(window)?.webContents.emit('will-navigate', event)
  return !prevented
})
onQuestion('open', ({ window, url }) => windows.get(window)?.webContents.openHandler?.({ url }).action !== 'deny')
