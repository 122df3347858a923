import type { Platform, PushBus } from '../app/engine.ts'
import type { LogLine } from './log.ts'
import { version } from './version.ts'

/** The engine's host without Electron: a notification goes to whatever window is open in a browser. */
export function createHeadlessPlatform(
  log: (line: LogLine) => void,
  fatal: (message: string) => void,
): Platform & { attach(bus: PushBus): void } {
  let bus: PushBus | undefined
  return {
    host: 'headless',
    version,
    log,
    fatal,
    attach: (attached) => {
      bus = attached
    },
    notify: (notification) => {
      if (bus === undefined || !bus.heard) return Promise.resolve({ kind: 'failed', message: 'No window is open.', retry: false })
      bus.push('notification', notification)
      return Promise.resolve({ kind: 'delivered' })
    },
  }
}
