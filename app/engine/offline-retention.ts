import { existsSync } from 'node:fs'
import type { Config } from '../model/config.ts'
import type { RetentionRun } from '../model/retention.ts'
import { isDiskFull, openDatasetStore, openTelemetryReader, openTelemetryWriter } from '../store/index.ts'
import { datasetsFile } from './datasets/desk.ts'
import { telemetryLimits } from './derived-settings.ts'
import { describeHome, type Home } from './home.ts'
import { cleanModelVersions } from './models/retention.ts'
import { openHome, type OpenHome } from './open-home.ts'
import type { EngineFailure } from './platform.ts'
import { Retention } from './retention.ts'
import { cleanJudgements } from './streams/clean-up.ts'
import { keepPositions, type FindNewest } from './streams/file-position.ts'

export type OfflineRetention =
  | { kind: 'cleaned'; taken: RetentionRun }
  /** Nothing was ever kept there. */
  | { kind: 'absent' }
  | { kind: 'failed'; failure: EngineFailure }

/**
 * The same as `runRetention`, on a home on which no engine runs; it is held meanwhile. `config`: another vedette.yml than the
 * home's own. A home without its own was run by another: what holds there is not known, and nothing is taken away by guess.
 */
export async function runRetentionOffline(directory: string, now: number, config?: string): Promise<OfflineRetention> {
  const { console: kept, config: own } = describeHome(directory)
  if (!existsSync(kept)) return { kind: 'absent' }
  if (config === undefined && !existsSync(own)) {
    const message = `There is no ${own}: name the vedette.yml that its console runs with (--config).`
    return { kind: 'failed', failure: { kind: 'config', file: own, problems: [], message } }
  }
  const opened = openHome({ home: directory, config })
  if (opened.kind === 'failed') return opened
  const { home, console, signals, read, release } = opened
  const { config: limits } = read
  try {
    const telemetry = await dropTelemetry(opened, now)
    const verdicts = cleanJudgements(home.signals, limits.signals.retention_days, now)
    if (verdicts.kind === 'failed') throw new Error(verdicts.message)
    const forgotten = verdicts.kind === 'cleaned' ? verdicts.deleted : 0
    const models = cleanModelVersions(console, { days: limits.models.retention_days, now }).length
    return { kind: 'cleaned', taken: { at: now, telemetry, signals: forgotten, models, datasets: cleanDatasets(home, limits, now) } }
  } catch (error) {
    const kind = isDiskFull(home.directory, error) ? 'disk_full' : 'store'
    return { kind: 'failed', failure: { kind, message: error instanceof Error ? error.message : String(error) } }
  } finally {
    signals.close()
    console.close()
    release()
  }
}

async function dropTelemetry({ home, console, read }: OpenHome, now: number): Promise<RetentionRun['telemetry']> {
  if (!existsSync(home.telemetry)) return { segments: 0, records: 0 }
  const opened = openTelemetryWriter(home.telemetry, telemetryLimits(read.config))
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const { writer } = opened
  const reader = openTelemetryReader(home.telemetry)
  const failures: string[] = []
  const retention = new Retention({
    corridor: { dropSegment: (file) => Promise.resolve(writer.drop(file)) },
    reader: { records: (seqs) => Promise.resolve(reader.get(seqs)) },
    console,
    log: ({ level, message }) => void (level === 'error' && failures.push(message)),
    beforeDrop: () => {
      const newest: FindNewest = (query) => Promise.resolve(reader.search(query, { limit: 1 }).records[0])
      return keepPositions({ newest, console }, read.config.streams)
    },
  })
  try {
    await retention.drop(writer.expired(now))
    if (failures.length > 0) throw new Error(failures.join('; '))
    return await retention.finish()
  } finally {
    reader.close()
    writer.close()
  }
}

function cleanDatasets(home: Home, { datasets }: Config, now: number): RetentionRun['datasets'] {
  const file = datasetsFile(home)
  if (!existsSync(file)) return null
  const opened = openDatasetStore(file)
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  try {
    return opened.store.clean(datasets, now)
  } finally {
    opened.store.close()
  }
}
