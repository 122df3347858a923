import { dirname } from 'node:path'
import { startOutbox, type OutboxRunner } from './alert/index.ts'
import type { OutboxStore } from './alert/outbox.ts'
import { ChangeFeed } from './engine/api/change-feed.ts'
import { BlockBook } from './engine/block-book.ts'
import { CommitLine, joinCommitted } from './engine/commit-line.ts'
import type { ConfigFile } from './engine/config-file.ts'
import type { Override, ReadConfig } from './engine/config-text.ts'
import { enabledChannels, maskingRules, pipelineSettings, telemetryLimits } from './engine/derived-settings.ts'
import { loadEnrichData, type Attribution } from './engine/enrich-data.ts'
import { RecordLine } from './engine/api/record-line.ts'
import { DatasetDesk } from './engine/datasets/desk.ts'
import { EventDesk } from './engine/event-desk.ts'
import { Redecision } from './engine/event-redecision.ts'
import type { FlagChange } from './engine/flag-book.ts'
import { FlagDesk, type FlagSetResult } from './engine/flag-desk.ts'
import { HealthReport } from './engine/health.ts'
import type { Home } from './engine/home.ts'
import { Imports } from './engine/imports.ts'
import { MaskingDesk } from './engine/masking-desk.ts'
import { ModelDesk } from './engine/models/model-desk.ts'
import { openHome, type OpenHome } from './engine/open-home.ts'
import { ProblemBook } from './engine/problem-book.ts'
import { ProfileBook } from './engine/profile-book.ts'
import { ProfileDesk } from './engine/profile-desk.ts'
import type { PreviewSources } from './engine/profile-preview.ts'
import type { EngineFailure, EngineOptions, Platform } from './engine/platform.ts'
import { PushBus } from './engine/push-bus.ts'
import { Retention } from './engine/retention.ts'
import { SandboxFiles } from './engine/sandbox-files.ts'
import { SourceManager } from './engine/source-manager.ts'
import { StreamDesk } from './engine/streams/stream-desk.ts'
import { TokenBook } from './engine/token-book.ts'
import { userName } from './engine/user-name.ts'
import type { Config } from './model/config.ts'
import type { Health } from './model/counters.ts'
import type { RuleProfile } from './model/rule-profile.ts'
import type { FlagReader } from './decide/flags.ts'
import { Corridor } from './pipeline/corridor.ts'
import type { Committed, PipelineSettings } from './pipeline/messages.ts'
import { ModelClient } from './pipeline/model-client.ts'
import { PreviewClient } from './pipeline/preview-client.ts'
import { ReaderClient } from './pipeline/reader-client.ts'
import { SandboxClient } from './pipeline/sandbox-client.ts'
import { threadEntry } from './pipeline/thread-entry.ts'
import type { ConsoleStore } from './store/store.ts'

export type { EngineFailure, EngineOptions, Platform } from './engine/platform.ts'
export { backtest, type BacktestResult, type BacktestRow } from './engine/backtest.ts'
export {
  parseTableModel,
  scoreTableText,
  trainTable,
  type ScoredTableRow,
  type TableModel,
  type TableOptions,
} from './engine/models/table-model.ts'
export { createApiService } from './engine/api/service.ts'
export { createConsoleService } from './engine/console-service.ts'
export type { SampleDesk } from './engine/handler.ts'
export { describeHome, type Home } from './engine/home.ts'
export { openOfflineConsole, openOfflineTelemetry } from './engine/offline.ts'
export { cleanOffline, type OfflineCleanUp } from './engine/datasets/offline.ts'
export { hasConsole, openOfflineFlags, type OfflineFlags } from './engine/offline-flags.ts'
export type { PushBus } from './engine/push-bus.ts'

export type EngineResult = { kind: 'running'; engine: Engine } | { kind: 'failed'; failure: EngineFailure }

const heartbeat = 10_000
const snapshotInterval = 60_000
const healthInterval = 1000
/** Between clean-ups of datasets. */
const datasetInterval = 3_600_000
/** How often it is looked whether a model is due. */
const modelInterval = 60_000
/** Milliseconds after the last reading of a flag that failed. */
const flagProblemShown = 60_000
const flagProblem =
  'Flags cannot be read from their provider; their safe defaults hold (detection, alerting and blocking off, families on). The Flags page counts the readings.'

/** Opens the store, recovers, wires the corridor and starts listening. */
export async function createEngine(options: EngineOptions): Promise<EngineResult> {
  const opened = openHome(options)
  if (opened.kind === 'failed') return opened
  const engine = new Engine(opened, options)
  engine.onClose(opened.release)
  try {
    await engine.start()
  } catch (error) {
    await engine.close()
    return { kind: 'failed', failure: { kind: 'store', message: describeError(error) } }
  }
  return { kind: 'running', engine }
}

/** Everything that works without a window, in one running piece. */
export class Engine {
  readonly startedAt = Date.now()
  readonly bus = new PushBus()
  readonly corridor: Corridor
  readonly reader: ReaderClient
  readonly sources: SourceManager
  readonly flags: FlagDesk
  readonly tokens: TokenBook
  readonly blocklist: BlockBook
  readonly desk: EventDesk
  readonly feed: ChangeFeed
  readonly imports: Imports
  readonly home: Home
  readonly configFile: ConfigFile
  readonly console: ConsoleStore
  readonly platform: Platform
  readonly problems: ProblemBook
  readonly sample: boolean
  readonly profiles: ProfileDesk
  readonly masking: MaskingDesk
  readonly streams: StreamDesk
  readonly models: ModelDesk
  readonly datasets: DatasetDesk
  readonly sandbox = new SandboxClient(threadEntry('sandbox'))
  readonly sandboxFiles = new SandboxFiles()
  config: Config
  /** Which settings the names `ANOMALY_…` set. */
  overrides: readonly Override[]
  attributions: readonly Attribution[] = []
  replayed = 0
  /** Where other programs find the API, told by whoever serves it. */
  apiUrl: string | undefined

  private readonly report: HealthReport
  private readonly line: CommitLine
  private readonly retention: Retention
  private readonly options: EngineOptions
  private readonly previews: PreviewClient
  private readonly modelThread: ModelClient
  private readonly redecision: Redecision
  private outbox: OutboxRunner | undefined
  private readonly timers: NodeJS.Timeout[] = []
  private liveViewers = 0
  private beats = false
  private readonly closers: (() => void)[] = []

  constructor({ home, file, read: { config, overrides }, console, signals }: OpenHome, options: EngineOptions) {
    this.home = home
    this.configFile = file
    this.config = config
    this.overrides = overrides
    this.console = console
    this.options = options
    this.platform = options.platform
    this.problems = new ProblemBook((line) => this.platform.log(line))
    this.sample = options.sample ?? false
    this.masking = new MaskingDesk(maskingRules(config))
    this.flags = new FlagDesk(console, options.flags, () => (this.report.tally.flag_failures += 1))
    this.tokens = new TokenBook(console)
    this.feed = new ChangeFeed(console, (error) =>
      this.problems.report('events', `Changes of events cannot be read: ${describeError(error)}`),
    )
    this.bus.observe((name) => {
      if (name === 'events.changed') this.feed.wake()
    })
    const exempt = () => [...this.config.enrichers.home_networks, ...this.config.requests.trusted_proxies]
    this.blocklist = new BlockBook(console, exempt, Date.now())
    this.line = new CommitLine(this.flags, (committed, flags) => this.applyCommitted(committed, flags))
    this.corridor = new Corridor({
      committed: (committed) => this.line.take(committed),
      segments: (segments, expired) => {
        this.report.segments = segments
        void this.retention.drop(expired)
      },
      failed: (message) => this.fail(message),
    })
    this.report = new HealthReport(this.corridor, this.problems, this.startedAt)
    this.reader = new ReaderClient(threadEntry('reader'), { telemetry: home.telemetry, signals: home.signals })
    this.retention = new Retention({ corridor: this.corridor, reader: this.reader, console, log: (line) => this.platform.log(line) })
    this.sources = new SourceManager(this.corridor, file, {
      changed: (sources) => this.bus.push('sources.changed', { sources }),
      failed: ({ id }, { kind, message }) => this.platform.log({ level: 'warn', message: `source ${id}: ${message}`, source: id, kind }),
    })
    this.imports = new Imports({
      corridor: this.corridor,
      bus: this.bus,
      sources: () => this.sources.list(),
      settled: () => this.line.settled(),
    })
    this.redecision = new Redecision({
      console,
      flags: this.flags,
      masker: () => this.masking.masker,
      block: (event, writer, now) => this.blocklist.takeDecision(event, writer, now),
    })
    this.profiles = new ProfileDesk({
      console,
      book: new ProfileBook(console, { ...config, overrides }),
      redecision: this.redecision,
      saved: (anomaly_types) => {
        void this.corridor.configure(this.pipelineSettings(this.config))
        this.bus.push('profiles.changed', { anomaly_types })
      },
      redecided: ({ events, blocked }) => {
        if (events.length > 0) this.bus.push('events.changed', { created: [], updated: events })
        if (blocked) this.blocklistChanged()
      },
    })
    this.streams = new StreamDesk({
      corridor: this.corridor,
      store: signals,
      bus: this.bus,
      newest: async (query) => (await this.reader.search(query, { limit: 1 })).records[0],
      warmup: {
        entry: threadEntry('warmup'),
        telemetry: home.telemetry,
        parameters: () => this.profiles.book.parameters()['signals'] ?? {},
      },
      retentionDays: () => this.config.signals.retention_days,
      problem: (kind, message) => (message === undefined ? this.problems.settle(kind) : this.problems.report(kind, message)),
    })
    this.previews = new PreviewClient(threadEntry('preview'), home.telemetry)
    this.modelThread = new ModelClient(threadEntry('model'), home.telemetry)
    this.models = new ModelDesk({
      console,
      config: () => this.config.models,
      models: this.modelThread,
      lastSeq: () => this.corridor.lastSeq,
      // With a snapshot, what a restart reads again is judged by the model that judged it first.
      adopted: () => {
        void this.corridor.configure(this.pipelineSettings(this.config))
        this.corridor.requestSnapshot()
      },
      changed: () => this.bus.push('models.changed', this.models.list()),
      log: (line) => this.platform.log(line),
    })
    this.desk = new EventDesk({
      console,
      profiles: () => this.profiles.book.inForce,
      masker: () => this.masking.masker,
      channels: () => enabledChannels(this.config),
      tally: this.report.tally,
      flagFailed: this.flags.failed,
      block: (event, writer, now) => this.blocklist.takeDecision(event, writer, now),
      changed: ({ created, updated, blocked }) => {
        this.bus.push('events.changed', { created, updated })
        if (blocked) this.blocklistChanged()
      },
    })
    this.datasets = new DatasetDesk({
      home,
      config,
      environment: options.environment ?? (this.sample ? {} : process.env),
      flags: this.flags,
      line: new RecordLine(this.desk),
      problem: (message) => this.problems.report('datasets', message),
      settled: () => this.problems.settle('datasets'),
      changed: (names) => this.bus.push('datasets.changed', { names }),
    })
  }

  async start(): Promise<void> {
    const listen = this.options.listen ?? true
    const problem = await this.flags.open(this.config.flags, dirname(this.configFile.file))
    if (problem !== undefined) this.problems.report('flags', problem)
    const recovery = this.console.recovery()
    const enrich = loadEnrichData(this.config)
    this.attributions = enrich.attributions
    for (const problem of enrich.problems) this.problems.report('enrich_data', problem.message)
    await this.streams.prepare(this.config)
    const { replayed } = await this.corridor.start(
      { telemetry: this.home.telemetry, limits: telemetryLimits(this.config) },
      {
        applied_seq: recovery.applied_seq,
        applied_tick: this.desk.appliedTick(),
        snapshot: recovery.snapshot,
        settings: this.pipelineSettings(this.config),
        enrich: enrich.data,
      },
    )
    this.replayed = replayed
    for (const problem of this.corridor.storeProblems) this.problems.report('store', `${problem.file}: ${problem.message}`)
    this.outbox = startOutbox({ console: outboxOf(this.console), platform: this.platform, clock: () => Date.now() })
    this.every(healthInterval, () => this.beat())
    if (!listen) return
    this.reader.start()
    // The sample day is over when it has been sent: its hosts' silence afterwards means nothing.
    this.beats = !this.sample
    if (this.beats) this.every(heartbeat, () => this.corridor.tick(Date.now()))
    this.every(snapshotInterval, () => this.corridor.requestSnapshot())
    this.every(modelInterval, () => void this.models.beat(Date.now()))
    void this.datasets.clean()
    this.every(datasetInterval, () => void this.datasets.clean())
    await this.sources.start(this.config)
    this.streams.start()
  }

  health(): Health {
    return this.report.health(this.sources.list(), this.config, Date.now())
  }

  /** Records of this run and of before. */
  storedRecords(): number {
    return Object.values(this.report.tally.stored).reduce((sum, count) => sum + count, 0)
  }

  /** The name that goes into the activity log. */
  user(): string {
    return userName(this.config)
  }

  /** On the desktop the API is for those who ask for it. */
  apiEnabled(): boolean {
    return this.config.server.api ?? this.platform.host === 'headless'
  }

  /** Live records flow only while somebody looks; call the result to look away. */
  watchLive(): () => void {
    this.liveViewers += 1
    if (this.liveViewers === 1) this.corridor.showLive(true)
    return () => {
      this.liveViewers -= 1
      if (this.liveViewers === 0) this.corridor.showLive(false)
    }
  }

  /** Puts a changed vedette.yml into force. */
  async configure({ config, overrides }: ReadConfig): Promise<void> {
    const enriching = ({ enrichers, requests }: Config) => JSON.stringify({ enrichers, requests })
    const enrichersChanged = enriching(config) !== enriching(this.config)
    const ruling = ({ detectors, rule_profiles }: Config) => JSON.stringify({ detectors, rule_profiles })
    const rulesChanged = ruling(config) !== ruling(this.config)
    this.config = config
    this.overrides = overrides
    if (rulesChanged) {
      this.profiles.book.reload({ ...config, overrides })
      this.bus.push('profiles.changed', { anomaly_types: [...this.profiles.book.inForce.keys()] })
    }
    this.masking.configure(maskingRules(config))
    this.datasets.configure(config)
    this.corridor.configureStore(telemetryLimits(config))
    const settings = this.pipelineSettings(config)
    if (enrichersChanged) {
      const enrich = loadEnrichData(config)
      this.problems.settle('enrich_data')
      for (const problem of enrich.problems) this.problems.report('enrich_data', problem.message)
      settings.enrich = enrich.data
    }
    await this.streams.prepare(config)
    await this.corridor.configure(settings)
    await this.streams.settle()
  }

  /** Sets a flag, tells every window, and leaves it in the activity log (the store writes both in one go). */
  async setFlag(name: string, change: FlagChange, context: { who: string; at: number }): Promise<FlagSetResult> {
    const result = await this.flags.set(name, change, context)
    if (result.kind === 'set') await this.flagsChanged()
    return result
  }

  async flagsChanged(): Promise<void> {
    this.bus.push('flags.changed', { flags: await this.flags.list(Date.now()) })
  }

  /** Reads the list anew and tells every window. */
  blocklistChanged(): void {
    const now = Date.now()
    this.blocklist.reload(now)
    this.bus.push('blocklist.changed', { entries: this.blocklist.list(now) })
  }

  profileOf(anomaly_type: string): RuleProfile {
    return this.profiles.book.of(anomaly_type)
  }

  previewSources(): PreviewSources {
    const { console, redecision, previews, beats } = this
    const learned = this.models.learned()
    return { console, book: this.profiles.book, redecision, previews, learned, beats, oldest: this.health().store.oldest }
  }

  onClose(closer: () => void): void {
    this.closers.push(closer)
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer)
    this.feed.close()
    await this.outbox?.stop()
    await this.models.close()
    await this.datasets.close()
    await this.streams.close()
    // What running episodes still hold back is told before the end, as at any heartbeat.
    await this.corridor.stop(this.beats ? Date.now() : undefined)
    await this.line.settled()
    await this.streams.end()
    await this.flags.close()
    await Promise.all([this.reader.close(), this.previews.close(), this.modelThread.close(), this.sandbox.close()])
    this.console.close()
    for (const closer of this.closers) closer()
  }

  /** A console that cannot be written to (a full disk) ends the engine: what is not applied is applied at the next start. */
  private applyCommitted(committed: readonly Committed[], flags: FlagReader): void {
    try {
      this.take(committed, flags, Date.now())
    } catch (error) {
      this.fail(describeError(error))
    }
  }

  private take(committed: readonly Committed[], flags: FlagReader, now: number): void {
    const { tally } = this.report
    for (const { stored, arrival } of committed) {
      for (const [source, count] of Object.entries(stored)) {
        tally.stored[source] = (tally.stored[source] ?? 0) + count
        if (arrival !== undefined && source !== 'import') tally.lag[source] = now - arrival
      }
    }
    this.streams.take(committed.flatMap(({ judgements }) => judgements))
    this.desk.apply(joinCommitted(committed), flags, now)
    for (const { snapshots, live } of committed) {
      for (const { seq } of snapshots) this.corridor.covered(seq)
      if (live !== undefined) this.bus.push('records.live', live)
    }
  }

  private pipelineSettings(config: Config): PipelineSettings {
    const settings = pipelineSettings(config, this.profiles.book.parameters(), this.options.importTimezone ?? 'local')
    // A replay is its own history: nothing was there before it.
    const streams = this.options.listen === false ? settings.streams?.map((stream) => ({ ...stream, warmup: 0 })) : settings.streams
    return { ...settings, streams, learned: this.models.learned() }
  }

  private beat(): void {
    const now = Date.now()
    this.expireBlocks(now)
    if (this.flags.failingSince(now - flagProblemShown)) this.problems.report('flags_read', flagProblem)
    else this.problems.settle('flags_read')
    this.report.sample(now)
    if (this.bus.heard) this.bus.push('health', this.health())
  }

  /** Nobody is told of an entry whose time is over, whether or not the store can be written to: the next beat tries again. */
  private expireBlocks(now: number): void {
    try {
      if (this.blocklist.expire(now)) this.blocklistChanged()
      this.problems.settle('blocklist')
    } catch (error) {
      this.problems.report('blocklist', `The blocklist cannot be tidied: ${describeError(error)}`)
    }
  }

  private fail(message: string): void {
    this.problems.report('engine', message, 'error')
    this.bus.push('health', this.health())
    this.options.platform.fatal(message)
  }

  private every(interval: number, action: () => void): void {
    this.timers.push(setInterval(action, interval))
  }
}

function outboxOf(console: ConsoleStore): OutboxStore {
  return {
    pendingAlerts: (now, limit) => console.pendingAlerts(now, limit),
    settleAlerts: (settled) => console.recordEvent(() => settled.forEach(({ id, result }) => console.settleAlert(id, result))),
    getEvent: (id) => console.getEvent(id),
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
