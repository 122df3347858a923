import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Flag } from '../model/flag.ts'
import { openConsoleStore } from '../store/index.ts'
import { ConfigFile } from './config-file.ts'
import { describeProblems } from './derived-settings.ts'
import { FlagDesk, type FlagRegisterResult, type FlagSetResult } from './flag-desk.ts'
import type { FlagChange, FlagRegistration } from './flag-book.ts'
import { lockHome } from './home-lock.ts'
import { describeHome, layOutHome } from './home.ts'
import { userName } from './user-name.ts'

/** The flags of a home on which no engine runs, held as an engine would hold them: nothing else writes meanwhile. */
export interface OfflineFlags {
  list(): Promise<Flag[]>
  set(name: string, change: FlagChange): Promise<FlagSetResult>
  register(registration: FlagRegistration): Promise<FlagRegisterResult>
  close(): Promise<void>
}

export type OpenedFlags =
  | { kind: 'opened'; flags: OfflineFlags }
  /** An engine runs on this home. */
  | { kind: 'taken'; message: string }
  | { kind: 'config' | 'store'; message: string }

/** Makes the home where there is none, as starting a console does. */
export async function openOfflineFlags(directory: string): Promise<OpenedFlags> {
  const home = layOutHome(directory)
  const lock = lockHome(directory)
  if (lock.kind === 'taken') return { kind: 'taken', message: `Another Vedette is running on ${directory}.` }
  const file = new ConfigFile(home.config)
  const read = file.read()
  if (read.kind === 'refused') {
    lock.release()
    return { kind: 'config', message: describeProblems(file.file, read.problems) }
  }
  const opened = openConsoleStore(home.console)
  if (opened.kind === 'failed') {
    lock.release()
    return { kind: 'store', message: opened.failure.message }
  }
  const { config } = read
  const { store } = opened
  const desk = new FlagDesk(store)
  if (config.flags.provider === 'openfeature') {
    const { OpenFeatureFlags } = await import('./flag-openfeature.ts')
    desk.provider = new OpenFeatureFlags()
    await desk.provider.start(config.flags, dirname(file.file))
  }
  const context = () => ({ who: userName(config), at: Date.now() })
  const flags: OfflineFlags = {
    list: () => desk.list(Date.now()),
    set: (name, change) => desk.set(name, change, context()),
    register: (registration) => desk.register(registration, context()),
    close: async () => {
      await desk.provider?.close()
      store.close()
      lock.release()
    },
  }
  return { kind: 'opened', flags }
}

export function hasConsole(directory: string): boolean {
  return existsSync(describeHome(directory).console)
}
