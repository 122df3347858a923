import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { EngineArguments } from './engine-messages.ts'

/**
 * What the desktop was started with. Electron and Chromium add switches of their own, so unknown ones are let through.
 * @param packaged a packaged app has no script among its arguments
 * @param home where the data lives unless the arguments say otherwise
 */
export function readArguments(argv: readonly string[], packaged: boolean, home: string): EngineArguments {
  const { values } = parseArgs({
    args: argv.slice(packaged ? 1 : 2),
    options: { home: { type: 'string' }, config: { type: 'string' }, sample: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  })
  return {
    home: typeof values.home === 'string' ? resolve(values.home) : home,
    config: typeof values.config === 'string' ? resolve(values.config) : undefined,
    sample: values.sample === true,
  }
}

/** Chromium's own files (cache, window state) lie beside the engine's, so that two homes are two separate consoles. */
export function shellFolder(home: string): string {
  return join(home, 'desktop')
}
