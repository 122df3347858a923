import type { OutboxRunner } from './alert/index.ts'
import type { ChangeFeed } from './engine/api/change-feed.ts'
import type { BlockBook } from './engine/block-book.ts'
import { CommitLine } from './engine/commit-line.ts'
import { applyCommitted } from './engine/committed.ts'
import type { ConfigFile } from './engine/config-file.ts'
import type { Override, ReadConfig } from './engine/config-text.ts'
import { openFlags, putIntoForce } from './engine/configure.ts'
import type { DatasetDesk } from './engine/datasets/desk.ts'
import { maskingRules } from './engine/derived-settings.ts'
import { describeError } from './engine/describe-error.ts'
import type { Attribution } from './engine/enrich-data.ts'
import type { EventDesk } from './engine/event-desk.ts'
import type { Redecision } from './engine/event-redecision.ts'
import type { FlagChange } from './engine/flag-book.ts'
import { FlagDesk, type FlagSetResult } from './engine/flag-desk.ts'
import { gatherCorridor, gatherRetention, startCorridor } from './engine/gather/corridor.ts'
import { gatherDatasets } from './engine/gather/datasets.ts'
import { gatherBlocklist, gatherEventDesk, gatherFeed, gatherRedecision } from './engine/gather/events.ts'
import { gatherModels } from './engine/gather/models.ts'
import { gatherOutbox } from './engine/gather/outbox.ts'
import { gatherProfiles } from './engine/gather/profiles.ts'
import { gatherImports, gatherSources } from './engine/gather/sources.ts'
import { gatherStreams } from './engine/gather/streams.ts'
import { HealthReport } from './engine/health.ts'
import type { Home } from './engine/home.ts'
import type { Imports } from './engine/imports.ts'
import { LiveViewers } from './engine/live-viewers.ts'
import { MaskingDesk } from './engine/masking-desk.ts'
import type { ModelDesk } from './engine/models/model-desk.ts'
import { openHome, type OpenHome } from './engine/open-home.ts'
import type { EngineFailure, EngineOptions, Platform } from './engine/platform.ts'
import { ProblemBook } from './engine/problem-book.ts'
import type { ProfileDesk } from './engine/profile-desk.ts'
import { Pulse } from './engine/pulse.ts'
import { PushBus } from './engine/push-bus.ts'
import type { Retention } from './engine/retention.ts'
import { SandboxFiles } from './engine/sandbox-files.ts'
import type { SourceManager } from './engine/source-manager.ts'
import type { StreamDesk } from './engine/streams/stream-desk.ts'
import { TokenBook } from './engine/token-book.ts'
import { userName } from './engine/user-name.ts'
import type { Config } from './model/config.ts'
import type { Health } from './model/counters.ts'
import type { RuleProfile } from './model/rule-profile.ts'
import type { Corridor } from './pipeline/corridor.ts'
import { ModelClient } from './pipeline/model-client.ts'
import { PreviewClient } from './pipeline/preview-client.ts'
import { ReaderClient } from './pipeline/reader-client.ts'
import { SandboxClient } from './pipeline/sandbox-client.ts'
import { threadEntry } from './pipeline/thread-entry.ts'
import { isDiskFull } from './store/index.ts'
import type { ConsoleStore } from './store/store.ts'

export type { EngineFailure, EngineOptions, Platform } from './engine/platform.ts'
export { backtest, type BacktestResult, type BacktestRow } from './engine/backtest.ts'
export {
  parseTableModel,
  scoreTableText,
  trainTable,
  type Measured,
  type ScoredTableRow,
  type TableModel,
  type TableOptions,
} from './engine/models/table-model.ts'
export { createApiService } from './engine/api/service.ts'
export { createConsoleService } from './engine/console-service.ts'
export type { OpenedSample, SampleDesk } from './engine/handler.ts'
export { describeHome, type Home } from './engine/home.ts'
export { openOfflineConsole, openOfflineTelemetry } from './engine/offline.ts'
export { runRetentionOffline, type OfflineRetention } from './engine/offline-retention.ts'
export { hasConsole, openOfflineFlags, type OfflineFlags } from './engine/offline-flags.ts'
export type { PushBus } from './engine/push-bus.ts'

export type EngineResult = { kind: 'running'; engine: Engine } | { kind: 'failed'; failure: EngineFailure }

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
    const kind = isDiskFull(engine.home.directory, error) ? 'disk_full' : 'store'
    return { kind: 'failed', failure: { kind, message: describeError(error) } }
  }
  return { kind: 'running', engine }
}

/** Everything that works without a window, in one running piece: what it is made of, how it starts and how it ends. */
export class Engine {
  readonly startedAt = Date.now()
  readonly bus = new PushBus()
  readonly options: EngineOptions
  readonly platform: Platform
  readonly sample: boolean
  readonly home: Home
  readonly configFile: ConfigFile
  config: Config
  /** Which settings the names `ANOMALY_…` set. */
  overrides: readonly Override[]
  readonly console: ConsoleStore
  readonly problems: ProblemBook

  readonly masking: MaskingDesk
  readonly flags: FlagDesk
  readonly tokens: TokenBook
  readonly feed: ChangeFeed
  readonly blocklist: BlockBook
  readonly line: CommitLine
  readonly corridor: Corridor
  readonly report: HealthReport
  readonly reader: ReaderClient
  readonly retention: Retention
  readonly sources: SourceManager
  readonly imports: Imports
  readonly redecision: Redecision
  readonly profiles: ProfileDesk
  readonly previews: PreviewClient
  readonly streams: StreamDesk
  readonly modelThread: ModelClient
  readonly models: ModelDesk
  readonly desk: EventDesk
  readonly datasets: DatasetDesk
  readonly viewers: LiveViewers
  readonly pulse: Pulse
  readonly sandbox = new SandboxClient(threadEntry('sandbox'))
  readonly sandboxFiles = new SandboxFiles()

  attributions: readonly Attribution[] = []
  replayed = 0
  /** Where other programs find the API, told by whoever serves it. */
  apiUrl: string | undefined

  private outbox: OutboxRunner | undefined
  private readonly closers: (() => void)[] = []

  constructor({ home, file, read: { config, overrides }, console, signals }: OpenHome, options: EngineOptions) {
    this.options = options
    this.platform = options.platform
    this.sample = options.sample ?? false
    this.home = home
    this.configFile = file
    this.config = config
    this.overrides = overrides
    this.console = console
    this.problems = new ProblemBook((line) => this.platform.log(line))

    this.masking = new MaskingDesk(maskingRules(config))
    this.flags = new FlagDesk(console, options.flags, () => (this.report.tally.flag_failures += 1))
    this.tokens = new TokenBook(console)
    this.feed = gatherFeed(this)
    this.blocklist = gatherBlocklist(this)
    this.line = new CommitLine(this.flags, (committed, flags) => applyCommitted(this, committed, flags))
    this.corridor = gatherCorridor(this)
    this.report = new HealthReport(this.corridor, this.problems, this.startedAt)
    this.reader = new ReaderClient(threadEntry('reader'), { telemetry: home.telemetry, signals: home.signals })
    this.retention = gatherRetention(this)
    this.sources = gatherSources(this)
    this.imports = gatherImports(this)
    this.redecision = gatherRedecision(this)
    this.profiles = gatherProfiles(this)
    this.previews = new PreviewClient(threadEntry('preview'), home.telemetry)
    this.streams = gatherStreams(this, signals)
    this.modelThread = new ModelClient(threadEntry('model'), home.telemetry)
    this.models = gatherModels(this)
    this.desk = gatherEventDesk(this)
    this.datasets = gatherDatasets(this)
    this.pulse = new Pulse(this)
    this.viewers = new LiveViewers(this.corridor)
  }

  async start(): Promise<void> {
    await openFlags(this)
    await this.streams.prepare(this.config)
    await startCorridor(this)
    this.outbox = gatherOutbox(this)
    this.pulse.start()
    if (this.options.listen === false) return
    this.reader.start()
    this.pulse.startListening()
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

  /** Puts a changed vedette.yml into force. */
  configure(read: ReadConfig): Promise<void> {
    return putIntoForce(this, read)
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

  onClose(closer: () => void): void {
    this.closers.push(closer)
  }

  async close(): Promise<void> {
    this.pulse.stop()
    this.feed.close()
    await this.outbox?.stop()
    await this.models.close()
    await this.datasets.close()
    await this.streams.close()
    // What running episodes still hold back is told before the end, as at any heartbeat.
    await this.corridor.stop(this.pulse.beats ? Date.now() : undefined)
    await this.line.settled()
    await this.streams.end()
    await this.flags.close()
    await Promise.all([this.reader.close(), this.previews.close(), this.modelThread.close(), this.sandbox.close()])
    this.console.close()
    for (const closer of this.closers) closer()
  }

  /** Something without which the engine cannot go on: its host ends it. */
  fail(message: string): void {
    try {
      this.problems.report('engine', message, 'error')
      this.bus.push('health', this.health())
    } finally {
      // What broke the engine may break its last report as well: without file handles not even the memory can be measured.
      this.platform.fatal(message)
    }
  }
}
