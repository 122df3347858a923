import type { Engine } from '../engine.ts'
import { describeError } from './describe-error.ts'
import { runRetention } from './retention-run.ts'

const heartbeat = 10_000
const snapshotInterval = 60_000
const healthInterval = 1000
/** Between two times that all which is past its time is looked for. */
const retentionInterval = 3_600_000
/** How often it is looked whether a model is due. */
const modelInterval = 60_000
/** Milliseconds after the last reading of a flag that failed. */
const flagProblemShown = 60_000
const flagProblem =
  'Flags cannot be read from their provider; their safe defaults hold (detection, alerting and blocking off, families on). The Flags page counts the readings.'

/** What the engine does by the clock. */
export class Pulse {
  /** Whether detectors are told that time passes. */
  beats = false
  private readonly timers: NodeJS.Timeout[] = []
  private readonly engine: Engine

  constructor(engine: Engine) {
    this.engine = engine
  }

  start(): void {
    this.every(healthInterval, () => this.look())
  }

  /** Beside it, what only an engine that listens does. */
  startListening(): void {
    const { sample, corridor, models } = this.engine
    // The sample day is over when it has been sent: its hosts' silence afterwards means nothing.
    this.beats = !sample
    if (this.beats) this.every(heartbeat, () => corridor.tick(Date.now()))
    this.every(snapshotInterval, () => corridor.requestSnapshot())
    this.every(modelInterval, () => void models.beat(Date.now()))
    void this.retain()
    this.every(retentionInterval, () => void this.retain())
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer)
  }

  private look(): void {
    const { flags, problems, report, bus } = this.engine
    const now = Date.now()
    this.expireBlocks(now)
    if (flags.failingSince(now - flagProblemShown)) problems.report('flags_read', flagProblem)
    else problems.settle('flags_read')
    report.sample(now)
    if (bus.heard) bus.push('health', this.engine.health())
  }

  /** Nobody is told of an entry whose time is over, whether or not the store can be written to: the next beat tries again. */
  private expireBlocks(now: number): void {
    const { blocklist, problems } = this.engine
    try {
      if (blocklist.expire(now)) this.engine.blocklistChanged()
      problems.settle('blocklist')
    } catch (error) {
      problems.report('blocklist', `The blocklist cannot be tidied: ${describeError(error)}`)
    }
  }

  private async retain(): Promise<void> {
    const { problems } = this.engine
    try {
      await runRetention(this.engine, Date.now())
      problems.settle('retention')
    } catch (error) {
      problems.report('retention', `What is past its time cannot be taken away: ${describeError(error)}`)
    }
  }

  private every(interval: number, action: () => void): void {
    this.timers.push(setInterval(action, interval))
  }
}
