import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Flag } from '../model/flag.ts'
import { FlagDesk, type FlagRegisterResult, type FlagSetResult } from './flag-desk.ts'
import type { FlagChange, FlagRegistration } from './flag-book.ts'
import { describeHome } from './home.ts'
import { openHome } from './open-home.ts'
import type { EngineFailure } from './platform.ts'
import { userName } from './user-name.ts'

/** The flags of a home on which no engine runs, held as an engine would hold them: nothing else writes meanwhile. */
export interface OfflineFlags {
  list(): Promise<Flag[]>
  set(name: string, change: FlagChange): Promise<FlagSetResult>
  register(registration: FlagRegistration): Promise<FlagRegisterResult>
  close(): Promise<void>
}

export type OpenedFlags = { kind: 'opened'; flags: OfflineFlags } | { kind: 'failed'; failure: EngineFailure }

/** Makes the home where there is none, as starting a console does. */
export async function openOfflineFlags(directory: string): Promise<OpenedFlags> {
  const opened = openHome({ home: directory })
  if (opened.kind === 'failed') return opened
  const { console, file, read, release } = opened
  const { config } = read
  const desk = new FlagDesk(console)
  await desk.open(config.flags, dirname(file.file))
  const context = () => ({ who: userName(config), at: Date.now() })
  const flags: OfflineFlags = {
    list: () => desk.list(Date.now()),
    set: (name, change) => desk.set(name, change, context()),
    register: (registration) => desk.register(registration, context()),
    close: async () => {
      await desk.close()
      console.close()
      release()
    },
  }
  return { kind: 'opened', flags }
}

export function hasConsole(directory: string): boolean {
  return existsSync(describeHome(directory).console)
}
