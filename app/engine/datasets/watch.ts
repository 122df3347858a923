import type { DatasetCleanUp } from '../../model/dataset.ts'
import type { DatasetThreadSettings, DatasetWork } from '../../pipeline/dataset-messages.ts'
import type { DatasetStore } from '../../store/dataset-port.ts'
import { cleanUp, lastCleanUp } from './clean-up.ts'
import { importFile } from './file-import.ts'
import { KeptRows } from './kept-rows.ts'
import type { LanguageModel } from './language-model.ts'
import { DatasetLearning } from './learning.ts'
import { judgeRecord } from './record-judgement.ts'
import { RequestWatch } from './request-watch.ts'
import { questionOf, RunBook } from './run-book.ts'
import type { Trainer } from './training.ts'
import { Upkeep } from './upkeep.ts'

export interface DatasetWatchParts {
  store: DatasetStore
  settings: DatasetThreadSettings
  languageModel: LanguageModel
  trainer: Trainer
  clock: () => number
  md5: (text: string) => string
  sha256: (text: string) => string
  /** Lets others have their turn. */
  turn: () => Promise<unknown>
  problem: (message: string) => void
}

/** Everything that is asked about datasets, answered beside datasets.db. */
export class DatasetWatch implements DatasetWork {
  private readonly parts: DatasetWatchParts
  private readonly rows: KeptRows
  private readonly learning: DatasetLearning
  private readonly upkeep: Upkeep
  private readonly book: RunBook
  private readonly requests: RequestWatch
  private settings: DatasetThreadSettings
  private cleaning: Promise<DatasetCleanUp> | undefined
  private stopped = false

  constructor(parts: DatasetWatchParts) {
    const { store, trainer, turn, problem } = parts
    this.parts = parts
    this.settings = parts.settings
    this.rows = new KeptRows(parts)
    this.learning = new DatasetLearning(store, trainer)
    this.upkeep = new Upkeep({
      turn,
      keepUp: async ({ name, role }) => {
        const dataset = store.find(name, role)
        if (dataset !== undefined) await this.learning.keepUp(dataset, this.settings.datasets, parts.clock)
      },
      failed: ({ name, role }, error) =>
        problem(`${name} for ${role} cannot be learnt from: ${error instanceof Error ? error.message : String(error)}`),
    })
    this.book = new RunBook({ ...parts, rows: this.rows, learning: this.learning, upkeep: this.upkeep })
    this.requests = new RequestWatch({ ...parts, rows: this.rows, runs: this.book })
  }

  configure(settings: DatasetThreadSettings): void {
    this.settings = settings
    for (const part of [this.rows, this.book, this.requests]) part.configure(settings)
  }

  stop(): void {
    this.stopped = true
    this.upkeep.stop()
  }

  anomalies(input: Parameters<DatasetWork['anomalies']>[0]) {
    return this.requests.anomalies(input)
  }

  importRows(input: Parameters<DatasetWork['importRows']>[0]) {
    return importFile({ ...this.parts, rows: this.rows, runs: this.book }, input)
  }

  analyze(input: Parameters<DatasetWork['analyze']>[0]) {
    const { rows, learning, upkeep } = this
    return judgeRecord({ store: this.parts.store, rows, learning, upkeep }, this.settings.datasets, input)
  }

  list() {
    return this.parts.store.summaries()
  }

  roles({ name }: { name: string }) {
    return this.parts.store.roles(name)
  }

  async view({ name, role }: { name: string; role: string }) {
    const { store } = this.parts
    const dataset = await this.upToDate(name, role)
    const summary = dataset === undefined ? undefined : store.summary(dataset.id)
    if (dataset === undefined || summary === undefined) return undefined
    const oldest = store.oldest(dataset.id)
    return {
      summary,
      statistics: dataset.statistics,
      runs: store.runs(dataset.id, { limit: 100 }),
      patterns: store.patterns(role, name),
      fields: store.fields(role, name),
      models: store.models(dataset.id),
      oldest_record: oldest.record,
      oldest_run: oldest.run,
      last_clean_up: (store.counter(lastCleanUp) as DatasetCleanUp | undefined) ?? null,
    }
  }

  runs({ name, role, before, limit }: Parameters<DatasetWork['runs']>[0]) {
    const dataset = this.parts.store.find(name, role)
    return dataset === undefined ? [] : this.parts.store.runs(dataset.id, { before, limit })
  }

  run({ id }: { id: number }) {
    return this.parts.store.run(id)
  }

  records({ name, role, before, limit }: Parameters<DatasetWork['records']>[0]) {
    const { store } = this.parts
    const dataset = store.find(name, role)
    if (dataset === undefined) return undefined
    return { records: store.records(dataset.id, { before, limit }), total: store.countRecords(dataset.id) }
  }

  remove({ name, role, history }: Parameters<DatasetWork['remove']>[0]) {
    const { store } = this.parts
    const found = (role === undefined ? store.roles(name) : [role]).flatMap((each) => store.find(name, each) ?? [])
    if (found.length === 0) return undefined
    for (const { id } of found) this.learning.forget(id)
    return found.reduce((sum, { id }) => sum + store.remove(id, history ? 'history' : 'all'), 0)
  }

  async train({ name, role }: { name: string; role: string }) {
    const { datasets } = this.settings
    const dataset = await this.upToDate(name, role)
    if (dataset === undefined) return undefined
    const model = await this.learning.train(dataset, datasets, this.parts.clock)
    if (model !== undefined) return { kind: 'trained' as const, model }
    return { kind: 'refused' as const, reason: `training needs ${datasets.minimum_training_records} rows` }
  }

  /** Asked twice at once, it is done once. */
  clean(): Promise<DatasetCleanUp> {
    this.cleaning ??= cleanUp({ ...this.parts, isStopped: () => this.stopped }, this.settings.datasets).finally(() => {
      this.learning.forgetAll()
      this.cleaning = undefined
    })
    return this.cleaning
  }

  modelUse() {
    return this.parts.languageModel.use()
  }

  preview({ name, role }: { name: string; role: string }) {
    const { store, languageModel } = this.parts
    const dataset = store.find(name, role)
    const [newest] = dataset === undefined ? [] : store.runs(dataset.id, { limit: 1 })
    const run = newest === undefined ? undefined : store.run(newest.id)
    return run === undefined ? undefined : languageModel.preview(questionOf(role, name, run.result))
  }

  /** With what its newest rows have taught. */
  private async upToDate(name: string, role: string) {
    const { store } = this.parts
    const found = store.find(name, role)
    if (found === undefined) return undefined
    await this.upkeep.upToDate(found.id)
    return store.find(name, role)
  }
}
