import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { note, onTest } from './link.ts'

let filesToChoose: string[] = []
onTest('choose-files', ({ files }) => (filesToChoose = files))

export const dialog = {
  showOpenDialog(...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    note('dialog.showOpenDialog', args.at(-1))
    return Promise.resolve({ canceled: filesToChoose.length === 0, filePaths: filesToChoose })
  },
  showErrorBox(title: string, content: string): void {
    note('dialog.showErrorBox', title, content)
    process.stderr.write(`${title}: ${content}\n`)
  },
}

export const crashReporter = {
  start: (options: unknown): void => note('crashReporter.start', options),
}

export const Menu = {
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu: (menu: unknown): void => note('Menu.setApplicationMenu', menu),
}

export const nativeImage = {
  createFromPath(path: string): { path: string } {
    if (!existsSync(path)) throw new Error(`no image at ${path}`)
    return { path }
  },
}

export class Tray extends EventEmitter {
  constructor(image: unknown) {
    super()
    note('new Tray', image)
  }

  setToolTip(text: string): void {
    note('tray.setToolTip', text)
  }

  setContextMenu(menu: unknown): void {
    note('tray.setContextMenu', menu)
  }
}

const shown: Notification[] = []
onTest('click-notification', () => shown.at(-1)?.emit('click'))

export class Notification extends EventEmitter {
  private readonly options: { title: string; body: string }

  constructor(options: { title: string; body: string }) {
    super()
    this.options = options
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    note('notification.show', this.options)
    shown.push(this)
    setImmediate(() => this.emit('show'))
  }
}
