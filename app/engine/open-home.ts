import { existsSync } from 'node:fs'
import { isDiskFull, openConsoleStore, openSignalStore, type SignalStore } from '../store/index.ts'
import type { ConsoleStore, OpenFailure } from '../store/store.ts'
import { ConfigFile } from './config-file.ts'
import type { ReadConfig } from './config-text.ts'
import { describeProblems } from './derived-settings.ts'
import { lockHome } from './home-lock.ts'
import { layOutHome, type Home } from './home.ts'
import type { EngineFailure, EngineOptions } from './platform.ts'

/** A home that is ours until its lock is released, last of all. */
export interface OpenHome {
  home: Home
  file: ConfigFile
  read: ReadConfig
  console: ConsoleStore
  signals: SignalStore
  release: () => void
}

export type OpenedHome = ({ kind: 'opened' } & OpenHome) | { kind: 'failed'; failure: EngineFailure }

/** Makes the home where there is none, and holds it: nobody else writes there meanwhile. */
export function openHome(options: Pick<EngineOptions, 'home' | 'config' | 'environment' | 'sample'>): OpenedHome {
  const held = takeHome(options.home)
  if (held.kind === 'failed') return held
  const { home, release } = held
  const fail = (failure: EngineFailure): OpenedHome => {
    release()
    return { kind: 'failed', failure }
  }
  // The sample day is about the package as it comes, whatever is set for this machine.
  const environment = options.environment ?? (options.sample === true ? {} : process.env)
  const file = new ConfigFile(options.config ?? home.config, options.config !== undefined, environment)
  const read = file.read()
  if (read.kind === 'refused') {
    const { problems } = read
    // Not even the first vedette.yml could be written.
    if (options.config === undefined && !existsSync(file.file) && isDiskFull(home.directory)) return fail(diskFull(home.directory))
    return fail({ kind: 'config', file: file.file, problems, message: describeProblems(file.file, problems) })
  }
  const opened = openConsoleStore(home.console)
  if (opened.kind === 'failed') return fail(describeFailure(opened.failure))
  const signals = openSignalStore(home.signals)
  if (signals.kind === 'failed') {
    opened.store.close()
    return fail(describeFailure(signals.failure))
  }
  return { kind: 'opened', home, file, read, console: opened.store, signals: signals.store, release }
}

function takeHome(directory: string): { kind: 'held'; home: Home; release: () => void } | { kind: 'failed'; failure: EngineFailure } {
  try {
    const home = layOutHome(directory)
    const lock = lockHome(home.directory)
    if (lock.kind === 'locked') return { kind: 'held', home, release: lock.release }
    return { kind: 'failed', failure: { kind: 'home_taken', message: `Another Vedette is running on ${home.directory}.` } }
  } catch (error) {
    if (isDiskFull(directory, error)) return { kind: 'failed', failure: diskFull(directory) }
    const message = `${directory} cannot be used (${error instanceof Error ? error.message : String(error)}).`
    return { kind: 'failed', failure: { kind: 'store', message } }
  }
}

function describeFailure({ kind, message }: OpenFailure): EngineFailure {
  return { kind: kind === 'full' ? 'disk_full' : 'store', message }
}

function diskFull(directory: string): EngineFailure {
  return { kind: 'disk_full', message: `${directory} cannot be used: the disk is full.` }
}
