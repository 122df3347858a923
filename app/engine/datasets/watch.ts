import type { DatasetCleanUp, DatasetResult, DatasetRun, QueryPattern } from '../../model/dataset.ts'
import { createMasker, type Masker } from '../../decide/masking/masker.ts'
import { readExclusions, type Exclusions } from '../../detect/datasets/exclusions.ts'
import { numericFeatures } from '../../detect/datasets/features.ts'
import { findIdentifiers } from '../../detect/datasets/identifiers.ts'
import { observe } from '../../detect/datasets/observations.ts'
import { learn } from '../../detect/datasets/query-watch.ts'
import { readRequest, type DatasetRequest } from '../../detect/datasets/request-checks.ts'
import { readAnswer, type AnsweredDataset } from '../../detect/datasets/response-rows.ts'
import { judgeRows, tellRow } from '../../detect/datasets/rows.ts'
import { isObject, unwrapRow } from '../../detect/datasets/values.ts'
import type { DatasetThreadSettings, DatasetWork, ImportAnswer, RawAnswer, RequestAnswer } from '../../pipeline/dataset-messages.ts'
import type { DatasetStore, StoredDataset } from '../../store/dataset-port.ts'
import { readFileRows } from './file-rows.ts'
import type { LanguageModel } from './language-model.ts'
import { DatasetLearning } from './learning.ts'
import { judgeQuery, readQuery, traceQuery } from './query-desk.ts'
import { describeRun, judgeRun, type JudgedRun } from './run.ts'

export interface DatasetWatchParts {
  store: DatasetStore
  settings: DatasetThreadSettings
  languageModel: LanguageModel
  clock: () => number
  md5: (text: string) => string
  sha256: (text: string) => string
  /** Lets others have their turn. */
  turn: () => Promise<unknown>
  problem: (message: string) => void
}

const longestName = 200
const mostDatasets = 50
const cleanSlice = 50
const lastCleanUp = 'clean_up'

/** Everything that is asked about datasets, answered beside datasets.db. */
export class DatasetWatch implements DatasetWork {
  private readonly parts: DatasetWatchParts
  private readonly learning: DatasetLearning
  private settings: DatasetThreadSettings
  private masker: Masker
  private exclusions: Exclusions
  private cleaning: Promise<DatasetCleanUp> | undefined
  private readonly behind = new Map<number, { name: string; role: string }>()
  private stopped = false

  constructor(parts: DatasetWatchParts) {
    this.parts = parts
    this.settings = parts.settings
    this.masker = createMasker(parts.settings.masking)
    this.exclusions = exclusionsOf(parts.settings)
    this.learning = new DatasetLearning(parts.store)
  }

  configure(settings: DatasetThreadSettings): void {
    this.settings = settings
    this.masker = createMasker(settings.masking)
    this.exclusions = exclusionsOf(settings)
  }

  stop(): void {
    this.stopped = true
  }

  async anomalies({ role, user, body }: { role?: string; user?: string; body: string }): Promise<RequestAnswer> {
    const reading = readRequest({ role, user }, body)
    if (reading.kind === 'refused') {
      const { status, body: refusal } = reading.refusal
      return { status, body: JSON.stringify(refusal), observations: [], names: [] }
    }
    const request = this.maskRequest(reading.request)
    const at = this.parts.clock()
    const query = readQuery(request, this.parts.sha256)
    const { datasets: answered, skipped } = readAnswer(request.response, query.roots, (name) => this.exclusions.matches(name))
    const taken = answered.filter(({ name }) => name.length <= longestName).slice(0, mostDatasets)
    await this.parts.turn()
    const judged = await this.judgeAll(request, query, taken)
    const { store } = this.parts
    const runs = store.transaction(() => {
      store.addRequest(traceQuery(store, request.role, at, query, taken))
      const of = { role: request.role, at, user: request.user, origin: 'request' as const, operation_name: query.pattern.operation_name }
      return judged.map(({ answered: { name, rows }, run }) => ({
        name,
        id: this.keep({ ...of, dataset: name, query_identity: query.pattern.identity }, rows, run),
        result: run.result,
      }))
    })
    await Promise.all(judged.map(({ answered: { name }, run }, index) => this.analyse(request.role, name, run.result, runs[index]!.id)))
    const observed = { role: request.role, user: request.user, at, operation_name: query.pattern.operation_name }
    const observations = runs.flatMap(({ name, id, result }) => observe({ ...observed, dataset: name, run: id }, result))
    const metadata = {
      timestamp: new Date(at).toISOString(),
      // Of the text as it was sent, as applications reckon it. Which query it is, `query_pattern.identity` says.
      query_hash: this.parts.md5(reading.request.query),
      operation_name: query.pattern.operation_name,
      total_records: runs.reduce((sum, { result }) => sum + result.statistical_details.record_count, 0),
      total_anomalies: runs.reduce((sum, { result }) => sum + result.statistical_details.anomalous_rows, 0),
      datasets_processed: runs.map(({ name }) => name),
      datasets_skipped: [...skipped, ...answered.filter((each) => !taken.includes(each)).map(({ name }) => name.slice(0, longestName))],
    }
    const results = Object.fromEntries(runs.map(({ name, result }) => [name, result]))
    return { status: 200, body: JSON.stringify({ results, metadata }), observations, names: runs.map(({ name }) => name) }
  }

  async importRows({ name, role, format, text }: Parameters<DatasetWork['importRows']>[0]): Promise<ImportAnswer> {
    const { rows: read, skipped, problems } = readFileRows(text, format)
    const observations: ImportAnswer['observations'] = []
    if (read.length === 0) return { runs: [], records: 0, skipped, problems, observations }
    const { store } = this.parts
    const at = this.parts.clock()
    const rows = await this.mask(read)
    const pattern: QueryPattern = {
      ...{ identity: null, operation_name: null, features: null, complexity_score: null },
      ...{ first_seen: false, is_anomaly: false, concerns: [] },
    }
    const dataset = this.findOrMake(name, role, at)
    const run = await judgeRun(
      { dataset, rows, pattern, settings: this.settings.datasets, isKnown: this.recall(dataset.id) },
      this.learning,
      this.parts.turn,
    )
    const of = { dataset: name, role, at, user: null, origin: 'import' as const, operation_name: null, query_identity: null }
    const id = store.transaction(() => this.keep(of, rows, run))
    await this.analyse(role, name, run.result, id)
    observations.push(...observe({ dataset: name, role, user: null, at, run: id, operation_name: null }, run.result))
    const kept = store.run(id)
    return { runs: kept === undefined ? [] : [kept], records: rows.length, skipped, problems, observations }
  }

  async analyze({ name, role, body }: { name: string; role?: string; body: string }): Promise<RawAnswer> {
    const record = readRecord(body)
    const answer = (status: number, value: unknown): RawAnswer => ({ status, body: JSON.stringify(value) })
    if (record === undefined) return answer(400, { error: 'Invalid request format' })
    const roles = this.parts.store.roles(name)
    const asked = role ?? (roles.length === 1 ? roles[0] : undefined)
    if (asked === undefined && roles.length > 1) return answer(400, { error: 'Missing required headers', missing: ['X-Hasura-Role'] })
    const dataset = asked === undefined ? undefined : this.find(name, asked)
    if (dataset === undefined || asked === undefined) return answer(404, { error: 'Unknown dataset' })
    const [row] = await this.mask([record])
    const held = this.learning.model(dataset.id)
    const model_details = this.learning.details(dataset.id, this.settings.datasets)
    const history =
      dataset.statistics === null ? null : { ...dataset.statistics, identifiers: findIdentifiers(dataset.traces, dataset.statistics) }
    const judged = held === undefined ? undefined : judgeRows([row!], held.model, history, this.recall(dataset.id))
    return answer(200, {
      dataset: name,
      role: asked,
      // Without a model nobody has judged it: that it is ordinary would not be true.
      is_anomaly: judged === undefined ? null : judged.odd.length > 0,
      score: judged?.highest ?? null,
      reasons: judged?.odd.flatMap((odd) => tellRow(odd, held!.model).reasons) ?? [],
      model_details,
      statistical_details: { historical_records: dataset.statistics?.record_count ?? 0, features: numericFeatures(row) },
    })
  }

  list() {
    return this.parts.store.summaries()
  }

  roles({ name }: { name: string }) {
    return this.parts.store.roles(name)
  }

  view({ name, role }: { name: string; role: string }) {
    const { store } = this.parts
    const dataset = this.find(name, role)
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

  runs({ name, role, before, limit }: { name: string; role: string; before?: number; limit: number }) {
    const dataset = this.parts.store.find(name, role)
    return dataset === undefined ? [] : this.parts.store.runs(dataset.id, { before, limit })
  }

  run({ id }: { id: number }) {
    return this.parts.store.run(id)
  }

  records({ name, role, before, limit }: { name: string; role: string; before?: number; limit: number }) {
    const { store } = this.parts
    const dataset = store.find(name, role)
    if (dataset === undefined) return undefined
    return { records: store.records(dataset.id, { before, limit }), total: store.countRecords(dataset.id) }
  }

  remove({ name, role, history }: { name: string; role?: string; history: boolean }) {
    const { store } = this.parts
    const found = (role === undefined ? store.roles(name) : [role]).flatMap((each) => store.find(name, each) ?? [])
    if (found.length === 0) return undefined
    for (const { id } of found) this.learning.forget(id)
    return found.reduce((sum, { id }) => sum + store.remove(id, history ? 'history' : 'all'), 0)
  }

  train({ name, role }: { name: string; role: string }) {
    const { datasets } = this.settings
    const dataset = this.parts.store.find(name, role)
    if (dataset === undefined) return undefined
    const model = this.learning.train(dataset, datasets, this.parts.clock())
    if (model !== undefined) return { kind: 'trained' as const, model }
    return { kind: 'refused' as const, reason: `training needs ${datasets.minimum_training_records} rows` }
  }

  /** In slices, with a turn for others between them; asked twice at once, it is done once. */
  clean(): Promise<DatasetCleanUp> {
    this.cleaning ??= this.cleanUp().finally(() => (this.cleaning = undefined))
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

  private async judgeAll(request: DatasetRequest, query: ReturnType<typeof readQuery>, taken: readonly AnsweredDataset[]) {
    const { store, clock, turn } = this.parts
    const judged: { answered: AnsweredDataset; run: JudgedRun }[] = []
    for (const each of taken) {
      const answered = { ...each, rows: await this.mask(each.rows) }
      const dataset = this.findOrMake(each.name, request.role, clock())
      const pattern = judgeQuery(store, request.role, query, { dataset, answered, alone: taken.length === 1 })
      const run = await judgeRun(
        { dataset, rows: answered.rows, pattern, settings: this.settings.datasets, isKnown: this.recall(dataset.id) },
        this.learning,
        turn,
      )
      judged.push({ answered, run })
    }
    return judged
  }

  /** Within a transaction; what history has learnt of it follows after the answer. */
  private keep(of: Parameters<typeof describeRun>[0], rows: readonly Record<string, unknown>[], run: JudgedRun): number {
    const { store } = this.parts
    const dataset = store.dataset(of.dataset, of.role, of.at)
    this.fallBehind(dataset.id, of.dataset, of.role)
    return store.addRun({
      dataset: dataset.id,
      traces: run.traces,
      volume: of.origin === 'request' ? learn(dataset.volume, rows.length) : dataset.volume,
      run: describeRun(of, run),
      rows: rows.map((row, index) => ({ ...this.write(row), anomalous: run.odd.has(index) })),
    })
  }

  /** As a row is kept, with 48 bits of its hash. */
  private write(row: Readonly<Record<string, unknown>>): { data: string; hash: number } {
    const data = JSON.stringify(row)
    return { data, hash: Number.parseInt(this.parts.sha256(data).slice(0, 12), 16) }
  }

  private recall(dataset: number): (row: Readonly<Record<string, unknown>>) => boolean {
    return (row) => {
      const { data, hash } = this.write(row)
      return this.parts.store.knowsRow(dataset, hash, data)
    }
  }

  private fallBehind(id: number, name: string, role: string): void {
    if (this.behind.size === 0) setImmediate(() => void this.catchUp())
    this.behind.set(id, { name, role })
  }

  private async catchUp(): Promise<void> {
    for (const id of this.behind.keys()) {
      await this.parts.turn()
      if (this.stopped) return
      this.settle(id)
    }
  }

  /** What came before is learnt from before the next answer is judged, however soon that comes. */
  private settle(id: number): void {
    const of = this.behind.get(id)
    if (of === undefined) return
    this.behind.delete(id)
    try {
      const dataset = this.parts.store.find(of.name, of.role)
      if (dataset !== undefined) this.learning.keepUp(dataset, this.settings.datasets, this.parts.clock())
    } catch (error) {
      this.parts.problem(`${of.name} for ${of.role} cannot be learnt from: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  private find(name: string, role: string): StoredDataset | undefined {
    const found = this.parts.store.find(name, role)
    if (found === undefined || !this.behind.has(found.id)) return found
    this.settle(found.id)
    return this.parts.store.find(name, role)
  }

  private findOrMake(name: string, role: string, at: number): StoredDataset {
    return this.find(name, role) ?? this.parts.store.dataset(name, role, at)
  }

  private async analyse(role: string, name: string, result: DatasetResult, run: number): Promise<void> {
    if (!this.settings.datasets.language_model.enabled) return
    result.security_concerns = await this.parts.languageModel.analyse(questionOf(role, name, result))
    this.parts.store.amendRun(run, result)
  }

  private async cleanUp(): Promise<DatasetCleanUp> {
    const { store, clock, turn } = this.parts
    const now = clock()
    let total: DatasetCleanUp | undefined
    do {
      const until = performance.now() + cleanSlice
      const taken = store.clean(this.settings.datasets, now, () => performance.now() > until)
      total = total === undefined ? taken : sum(total, taken)
      await turn()
    } while (!total.complete && !this.stopped)
    this.learning.forgetAll()
    store.setCounter(lastCleanUp, total)
    return total
  }

  private maskRequest(request: DatasetRequest): DatasetRequest {
    const text = (value: string) => this.masker.text(value.slice(0, longestName))
    return {
      ...request,
      role: text(request.role),
      user: request.user === null ? null : text(request.user),
      operationName: request.operationName === null ? null : text(request.operationName),
    }
  }

  private async mask(rows: readonly Record<string, unknown>[]): Promise<Record<string, unknown>[]> {
    const masked: Record<string, unknown>[] = []
    const batch = this.settings.datasets.max_records_per_batch
    for (const [at, row] of rows.entries()) {
      masked.push(this.masker.metadata(unwrapRow(row)))
      if (at % batch === batch - 1) await this.parts.turn()
    }
    return masked
  }
}

function questionOf(role: string, dataset: string, { statistical_details, changes, query_pattern, records }: DatasetRun['result']) {
  return { dataset, role, statistics: statistical_details.statistics, changes, pattern: query_pattern, rows: records }
}

/** They were read when the settings were: what is no pattern does not come here. */
function exclusionsOf({ datasets }: DatasetThreadSettings): Exclusions {
  const reading = readExclusions(datasets.excluded)
  if (reading.kind === 'refused') throw new Error(reading.problems.map(({ message }) => message).join('; '))
  return reading.exclusions
}

/** A row, or a row as `record` or `data`. */
function readRecord(body: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(body) as unknown
    if (!isObject(value)) return undefined
    return isObject(value['record']) && Object.keys(value).length === 1 ? value['record'] : value
  } catch {
    return undefined
  }
}

function sum(left: DatasetCleanUp, right: DatasetCleanUp): DatasetCleanUp {
  const { records, anomalies, runs, models, queries, datasets, analyses } = right
  return {
    at: left.at,
    records: left.records + records,
    anomalies: left.anomalies + anomalies,
    runs: left.runs + runs,
    models: left.models + models,
    queries: left.queries + queries,
    datasets: left.datasets + datasets,
    analyses: left.analyses + analyses,
    complete: right.complete,
  }
}
