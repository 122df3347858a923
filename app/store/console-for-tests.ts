import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openConsoleStore } from './console-store.ts'
import type { ConsoleStore } from './store.ts'

/** A console.db of its own for each test of the file that calls this. */
export function useConsole(): { readonly store: ConsoleStore; reopen: () => void } {
  let directory = ''
  let store: ConsoleStore
  const open = () => {
    const opened = openConsoleStore(join(directory, 'console.db'))
    if (opened.kind === 'failed') throw new Error(opened.failure.message)
    store = opened.store
  }
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'vedette-console-'))
    open()
  })
  afterEach(() => {
    store.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    get store() {
      return store
    },
    reopen: () => {
      store.close()
      open()
    },
  }
}
