import { EventEmitter } from 'node:events'
import { note, onTest } from './link.ts'
import { findWindow } from './windows.ts'

type Handler = (event: unknown, ...args: unknown[]) => unknown

class IpcMain extends EventEmitter {
  private readonly handlers = new Map<string, Handler>()

  override on(channel: string, listener: (...args: unknown[]) => void): this {
    note('ipcMain.on', channel)
    return super.on(channel, listener)
  }

  handle(channel: string, handler: Handler): void {
    note('ipcMain.handle', channel)
    this.handlers.set(channel, handler)
  }

  async invoke(channel: string, event: unknown, args: unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return await handler(event, ...args)
  }
}

export const ipcMain = new IpcMain()

onTest('ipc', ({ message: { window, channel, args, frame, reply } }) => {
  const sender = findWindow(window)?.webContents
  if (!sender) return
  const senderFrame = { url: frame.url, parent: frame.main ? null : {} }
  const event = { sender, senderFrame }
  if (reply === undefined) return void ipcMain.emit(channel, event, ...args)
  ipcMain.invoke(channel, event, args).then(
    (value) => sender.toPage({ kind: 'reply', reply, value }),
    (error: unknown) => sender.toPage({ kind: 'reply', reply, error: error instanceof Error ? error.message : String(error) }),
  )
})
