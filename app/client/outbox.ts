import type { Line } from './line.ts'
import { WaitingLine } from './waiting-line.ts'

interface Entry {
  text: string
  bytes: number
}

export interface OutboxOptions {
  path: string
  /** One body out of entries. */
  wrap: (texts: string[]) => string
  /** What may wait. */
  limits: { count: number; bytes: number }
  /** What leaves at once. */
  batch: { count: number; bytes: number }
  /** Milliseconds that a batch is gathered. */
  interval: number
  timeout: number
}

/** Waits for Vedette on behalf of an application: bounded, in order, each entry sent until it is taken or refused. */
export class Outbox {
  sent = 0
  dropped = 0
  refused = 0
  private readonly line: Line
  private readonly options: OutboxOptions
  private readonly waiting = new WaitingLine<Entry>()
  private underway: Entry[] = []
  private bytes = 0
  private batchCount: number
  private timer: NodeJS.Timeout | undefined
  private pumping: Promise<void> | undefined
  private closed = false

  constructor(line: Line, options: OutboxOptions) {
    this.line = line
    this.options = options
    this.batchCount = options.batch.count
  }

  get count(): number {
    return this.waiting.length + this.underway.length
  }

  get byteCount(): number {
    return this.bytes
  }

  get sending(): boolean {
    return this.underway.length > 0
  }

  /** False when it can never be kept. `undefined`: what could not be written. */
  add(text: string | undefined): boolean {
    const bytes = Buffer.byteLength(text ?? '')
    if (this.closed || text === undefined || bytes > Math.min(this.options.limits.bytes, this.options.batch.bytes)) {
      this.dropped += 1
      return false
    }
    this.waiting.push({ text, bytes })
    this.bytes += bytes
    this.trim()
    this.schedule()
    return true
  }

  /** Tries once, at once; the process waits for it. */
  async flush(): Promise<boolean> {
    // What is under way holds nothing up by itself.
    const hold = setInterval(() => undefined, 1000)
    await this.pumping
    await this.pump(true)
    clearInterval(hold)
    return this.count === 0
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  private trim(): void {
    const { count, bytes } = this.options.limits
    while (this.waiting.length > 0 && (this.count > count || this.bytes > bytes)) {
      this.bytes -= this.waiting.shift()?.bytes ?? 0
      this.dropped += 1
    }
  }

  private schedule(): void {
    if (this.closed || this.timer !== undefined || this.pumping !== undefined || this.waiting.length === 0) return
    const full = this.waiting.length >= this.batchCount
    const delay = Math.max(this.line.wait(), full ? 0 : this.options.interval)
    this.timer = setTimeout(() => void this.pump(false), delay).unref()
  }

  private async pump(hold: boolean): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.pumping ??= this.sendAll(hold).finally(() => {
      this.pumping = undefined
      this.schedule()
    })
    await this.pumping
  }

  private async sendAll(hold: boolean): Promise<void> {
    while (this.waiting.length > 0 && (hold || this.line.wait() === 0)) {
      this.underway = this.take()
      const body = this.options.wrap(this.underway.map(({ text }) => text))
      const outcome = await this.line.send({ method: 'POST', path: this.options.path, body, timeout: this.options.timeout, hold })
      const batch = this.underway
      this.underway = []
      if (outcome.kind === 'later') {
        this.waiting.putBack(batch)
        this.trim()
        return
      }
      if (outcome.kind === 'refused' && batch.length > 1) {
        // One of them is wrong: half of them, until it stands alone.
        this.waiting.putBack(batch)
        this.batchCount = Math.ceil(batch.length / 2)
        continue
      }
      this.bytes -= sum(batch)
      if (outcome.kind === 'taken') this.sent += batch.length
      else this.refused += batch.length
      this.batchCount = Math.min(this.options.batch.count, this.batchCount * 2)
    }
  }

  private take(): Entry[] {
    let bytes = 0
    let count = 0
    for (const entry of this.waiting) {
      bytes += entry.bytes + 1
      if (count === this.batchCount || (count > 0 && bytes > this.options.batch.bytes)) break
      count += 1
    }
    return this.waiting.take(count)
  }
}

function sum(entries: readonly Entry[]): number {
  return entries.reduce((total, { bytes }) => total + bytes, 0)
}
