import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { temporaryHome } from '../../app/engine/testing/running-engine.ts'
import { startConsole, type Console } from './command.ts'

export interface Workplace {
  folder: string
  /** A file in the folder; its path. */
  write(name: string, content: string | Uint8Array): string
  makeHome(config?: string): string
  start(home: string, ...args: string[]): Promise<Console>
  atEnd(cleanup: () => unknown): void
}

/** For the tests of one file, which may run side by side: what they make and start is gone when all are done. */
export function openWorkplace(): Workplace {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-command-'))
  const cleanups: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  afterAll(async () => {
    for (const cleanup of cleanups.reverse()) await cleanup()
  })
  const atEnd = (cleanup: () => unknown) => void cleanups.push(cleanup)
  return {
    folder,
    atEnd,
    write(name, content) {
      const file = join(folder, name)
      writeFileSync(file, content)
      return file
    },
    makeHome(config) {
      const { home, remove } = temporaryHome(config)
      atEnd(remove)
      return home
    },
    async start(home, ...args) {
      const console = await startConsole(home, ...args)
      atEnd(() => console.end('SIGKILL'))
      return console
    },
  }
}
