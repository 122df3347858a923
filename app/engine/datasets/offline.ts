import { existsSync } from 'node:fs'
import type { DatasetCleanUp } from '../../model/dataset.ts'
import { openDatasetStore } from '../../store/index.ts'
import { ConfigFile } from '../config-file.ts'
import { describeProblems } from '../derived-settings.ts'
import { lockHome } from '../home-lock.ts'
import { describeHome } from '../home.ts'
import type { EngineFailure } from '../platform.ts'
import { datasetsFile } from './desk.ts'

export type OfflineCleanUp =
  | { kind: 'cleaned'; taken: DatasetCleanUp }
  /** No dataset was ever watched there. */
  | { kind: 'absent' }
  | { kind: 'failed'; failure: EngineFailure }

/** Applies the retention of datasets to a home on which no engine runs, and holds it meanwhile. */
export function cleanOffline(directory: string, now: number): OfflineCleanUp {
  const home = describeHome(directory)
  const file = datasetsFile(home)
  if (!existsSync(file)) return { kind: 'absent' }
  const lock = lockHome(directory)
  if (lock.kind === 'taken')
    return { kind: 'failed', failure: { kind: 'home_taken', message: `Another Vedette is running on ${directory}.` } }
  try {
    const settings = new ConfigFile(home.config, false, process.env)
    const read = settings.read()
    if (read.kind === 'refused') {
      const { problems } = read
      return {
        kind: 'failed',
        failure: { kind: 'config', file: settings.file, problems, message: describeProblems(settings.file, problems) },
      }
    }
    const opened = openDatasetStore(file)
    if (opened.kind === 'failed') return { kind: 'failed', failure: { kind: 'store', message: opened.failure.message } }
    try {
      return { kind: 'cleaned', taken: opened.store.clean(read.config.datasets, now) }
    } finally {
      opened.store.close()
    }
  } finally {
    lock.release()
  }
}
