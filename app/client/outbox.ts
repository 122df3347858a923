import { Bundle } from './bundle.ts'
import type { Line } from './line.ts'
import { Stock, type Limits } from './stock.ts'
import { WaitingLine } from './waiting-line.ts'

export interface OutboxOptions<Entry> {
  path: string
  /** Whether a body is a list of entries, or one alone. */
  list: boolean
  /** Bytes, more or less, of an entry that is not written down yet; always the same for the same entry. */
  sizeOf: (entry: Entry) => number
  /** What may wait. */
  limits: Limits
  /** What leaves at once. */
  batch: Limits
  /** Milliseconds that a batch is gathered. */
  interval: number
  timeout: number
}

/** So many entries are written down in one turn of the event loop: far below a millisecond, so that no answer waits for it. */
const slice = { count: 50, bytes: 64 << 10 }

/**
 * Waits for Vedette on behalf of an application: bounded, in order, each entry sent until it is taken or refused. An entry is
 * kept as it is and written down when it is about to be sent, once: while Vedette is down that costs nothing.
 */
export class Outbox<Entry extends object = never> {
  sent = 0
  dropped = 0
  refused = 0
  private readonly line: Line
  private readonly options: OutboxOptions<Entry>
  /** Written down and not yet taken: older than all that is fresh. */
  private readonly written = new Stock()
  private readonly fresh = new WaitingLine<Entry>()
  private freshBytes = 0
  private underway: Bundle[] = []
  /** Entries of a batch: fewer while Vedette is in trouble, and while one that it refuses is looked for. */
  private batchCount: number
  private timer: NodeJS.Timeout | undefined
  /** Whether the timer no longer waits for more to gather. */
  private full = false
  private pumping: Promise<void> | undefined
  private closed = false

  constructor(line: Line, options: OutboxOptions<Entry>) {
    this.line = line
    this.options = options
    this.batchCount = options.batch.count
  }

  get count(): number {
    return this.queued + countOf(this.underway)
  }

  get byteCount(): number {
    return this.freshBytes + this.written.byteCount + bytesOf(this.underway)
  }

  get sending(): boolean {
    return this.underway.length > 0
  }

  private get queued(): number {
    return this.written.count + this.fresh.length
  }

  /** Costs whoever calls next to nothing. The entry must not change any more. */
  add(entry: Entry): void {
    if (this.closed) {
      this.dropped += 1
      return
    }
    this.fresh.push(entry)
    this.freshBytes += this.options.sizeOf(entry)
    this.trim()
    this.schedule()
  }

  /** False when it can never be kept. */
  keep(text: string): boolean {
    if (this.closed || !this.fits(text)) {
      this.dropped += 1
      return false
    }
    this.written.push(Bundle.of([text]))
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

  private fits(text: string): boolean {
    const most = Math.min(this.options.limits.bytes, this.options.batch.bytes)
    // No character takes more than three bytes: most texts need no counting.
    return text.length * 3 <= most || Buffer.byteLength(text) <= most
  }

  private trim(): void {
    const { count, bytes } = this.options.limits
    if (this.count <= count && this.byteCount <= bytes) return
    const others = { count: this.count - this.written.count, bytes: this.byteCount - this.written.byteCount }
    this.dropped += this.written.trim({ count: count - others.count, bytes: bytes - others.bytes })
    while (this.fresh.length > 0 && (this.count > count || this.byteCount > bytes)) {
      this.takeFresh()
      this.dropped += 1
    }
  }

  private takeFresh(): Entry | undefined {
    const entry = this.fresh.shift()
    if (entry !== undefined) this.freshBytes -= this.options.sizeOf(entry)
    return entry
  }

  private schedule(): void {
    const { queued } = this
    if (this.closed || this.pumping !== undefined || queued === 0) return
    const full = queued >= this.batchCount
    if (this.timer !== undefined && (this.full || !full)) return
    this.full = full
    clearTimeout(this.timer)
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

  /** What waits now; what comes meanwhile is gathered for the next time, unless somebody waits for all of it. */
  private async sendAll(hold: boolean): Promise<void> {
    let left = hold ? Infinity : this.queued
    while (left > 0 && this.queued > 0 && (hold || this.line.wait() === 0)) {
      const before = this.queued
      await this.writeDown()
      left -= before - this.queued
      if (this.written.count === 0) continue
      const sent = await this.sendBatch(hold)
      if (sent === undefined) return
      left -= sent
    }
  }

  /** Enough for a batch, a slice a turn. */
  private async writeDown(): Promise<void> {
    const enough = () => this.written.count >= this.batchCount || this.written.byteCount >= this.options.batch.bytes
    while (this.fresh.length > 0 && !enough()) {
      this.writeSlice(Math.min(slice.count, this.batchCount - this.written.count))
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.trim()
  }

  /** What cannot be written (a cycle, a number too large) is lost, and counted. */
  private writeSlice(count: number): void {
    const texts: string[] = []
    let bytes = 0
    while (texts.length < count && bytes < slice.bytes) {
      const entry = this.takeFresh()
      if (entry === undefined) break
      const text = write(entry)
      bytes += text?.length ?? 0
      if (text !== undefined && this.fits(text)) texts.push(text)
      else this.dropped += 1
    }
    if (texts.length > 0) this.written.push(Bundle.of(texts))
  }

  /** How many of them Vedette is done with; undefined when it cannot take any now. */
  private async sendBatch(hold: boolean): Promise<number | undefined> {
    const { path, batch, timeout, list } = this.options
    const sent = this.written.take({ count: this.batchCount, bytes: batch.bytes })
    const count = countOf(sent)
    const body = list ? listOf(sent) : sent.map(({ content }) => content)
    this.underway = sent
    const outcome = await this.line.send({ method: 'POST', path, body, timeout, hold })
    this.underway = []
    if (outcome.kind === 'later' || (outcome.kind === 'refused' && count > 1)) {
      this.written.putBack(sent)
      this.trim()
      // The next attempt may be for nothing as well: a small one. Or one of them is wrong: half of them, until it stands alone.
      this.batchCount = outcome.kind === 'later' ? Math.min(this.batchCount, slice.count) : Math.ceil(count / 2)
      return outcome.kind === 'later' ? undefined : 0
    }
    if (outcome.kind === 'taken') this.sent += count
    else this.refused += count
    this.batchCount = Math.min(batch.count, this.batchCount * 2)
    return count
  }
}

/** Cycles and values that refuse to be written are the application's; they must not throw into it. */
export function write(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

const [open, comma, end] = ['[', ',', ']'].map((mark) => Buffer.from(mark)) as [Buffer, Buffer, Buffer]

function listOf(bundles: readonly Bundle[]): Buffer[] {
  return [...bundles.flatMap(({ content }, index) => [index === 0 ? open : comma, content]), end]
}

function countOf(bundles: readonly Bundle[]): number {
  return bundles.reduce((total, { count }) => total + count, 0)
}

function bytesOf(bundles: readonly Bundle[]): number {
  return bundles.reduce((total, { byteCount }) => total + byteCount, 0)
}
