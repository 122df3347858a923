import { EventEmitter } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { note, onTest, state } from './link.ts'

/** An event the listener can hold up, as Electron's. */
export function cancellable(): { preventDefault(): void; defaultPrevented: boolean } {
  const event = { defaultPrevented: false, preventDefault: () => void (event.defaultPrevented = true) }
  return event
}

class App extends EventEmitter {
  readonly isPackaged = false
  private readonly paths: Record<string, string> = {}
  private readonly readiness = new Promise<void>((resolve) => {
    // Electron becomes ready after the entry module has run.
    setImmediate(() => {
      state.ready = true
      resolve()
      this.emit('ready')
    })
  })

  enableSandbox(): void {
    note('app.enableSandbox')
  }

  setPath(name: string, path: string): void {
    note('app.setPath', name, path)
    if (!existsSync(path)) throw new Error(`app.setPath: ${path} does not exist`)
    this.paths[name] = path
  }

  setAppUserModelId(id: string): void {
    note('app.setAppUserModelId', id)
  }

  /** As Electron's, keyed by the userData folder. */
  requestSingleInstanceLock(): boolean {
    note('app.requestSingleInstanceLock')
    const folder = this.paths['userData'] ?? process.cwd()
    const lock = join(folder, 'stand-in.lock')
    if (existsSync(lock) && !isAlive(Number(readFileSync(lock, 'utf8')))) rmSync(lock)
    try {
      const file = openSync(lock, 'wx')
      writeFileSync(file, String(process.pid))
      closeSync(file)
      return true
    } catch {
      return false
    }
  }

  whenReady(): Promise<void> {
    return this.readiness
  }

  quit(): void {
    const event = cancellable()
    this.emit('before-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }

  exit(code = 0): void {
    process.exit(code)
  }
}

export const app = new App()
onTest('quit', () => app.quit())

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
