import type { Worker } from 'node:worker_threads'
import type { RecordQuery } from '../model/query.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { FromReader, ReaderAnswers, ReaderQuestion } from './reader-messages.ts'
import { startWorker } from './start-worker.ts'
import type { ReaderThreadData } from './thread-data.ts'

/** A search is asked in slices of this many milliseconds, so that another question never waits long behind it. */
const sliceBudget = 150
/** Questions that cannot be continued give up after this and say so (`exact: false`). */
const scanBudget = 10_000

export interface AskOptions {
  signal?: AbortSignal
  onProgress?: (scanned: number) => void
}

interface Waiting {
  resolve: (answer: unknown) => void
  reject: (error: Error) => void
  release: () => void
}

/** The console is closing: the question has nobody left to answer it. */
export class ReaderClosed extends Error {
  constructor() {
    super('the store is closed')
  }
}

/** The engine's side of the reader threads: one for pages, one for scans that may take seconds. */
export class ReaderClient {
  private readonly pages: ReaderWorker
  private readonly scans: ReaderWorker

  constructor(entry: URL, data: ReaderThreadData) {
    this.pages = new ReaderWorker(entry, data)
    this.scans = new ReaderWorker(entry, data)
  }

  /** Newest first. Goes on slice by slice until the page is full, the store is exhausted, or `signal` says stop. */
  async search(
    query: RecordQuery,
    options: { cursor?: number; limit: number; longest_ms?: number } & AskOptions,
  ): Promise<ReaderAnswers['search']> {
    const found: ReaderAnswers['search'] = { records: [], scanned: 0, exhausted: false }
    const started = performance.now()
    let cursor = options.cursor
    for (;;) {
      const limit = options.limit - found.records.length
      const page = await this.pages.ask({ kind: 'search', query, cursor, limit, budget_ms: sliceBudget }, options.signal)
      found.records.push(...page.records)
      found.scanned += page.scanned
      found.exhausted = page.exhausted
      found.next = page.next
      cursor = page.next
      options.onProgress?.(found.scanned)
      const tookTooLong = performance.now() - started > (options.longest_ms ?? scanBudget)
      if (page.exhausted || cursor === undefined || found.records.length >= options.limit || options.signal?.aborted || tookTooLong)
        return found
    }
  }

  histogram(query: RecordQuery, interval: number, options: AskOptions = {}): Promise<ReaderAnswers['histogram']> {
    return this.scans.ask({ kind: 'histogram', query, interval, budget_ms: scanBudget }, options.signal)
  }

  top(query: RecordQuery, field: string, limit: number, options: AskOptions = {}): Promise<ReaderAnswers['top']> {
    return this.scans.ask({ kind: 'top', query, field, limit, budget_ms: scanBudget }, options.signal)
  }

  get(seqs: number[]): Promise<ReaderAnswers['get']> {
    return this.pages.ask({ kind: 'get', seqs })
  }

  records(seqs: number[]): Promise<TelemetryRecord[]> {
    return this.pages.ask({ kind: 'records', seqs })
  }

  count(query?: RecordQuery): Promise<number> {
    return this.scans.ask({ kind: 'count', query })
  }

  signalKeys(stream: string, options: { text?: string; limit: number }, ask: AskOptions = {}): Promise<ReaderAnswers['signal_keys']> {
    return this.scans.ask({ kind: 'signal_keys', stream, ...options }, ask.signal)
  }

  signalSeries(
    stream: string,
    key: string,
    range: { from: number; to: number; points: number },
    ask: AskOptions = {},
  ): Promise<ReaderAnswers['signal_series']> {
    return this.scans.ask({ kind: 'signal_series', stream, key, ...range }, ask.signal)
  }

  /** So that the first question need not wait for its thread. */
  start(): void {
    this.pages.start()
    this.scans.start()
  }

  async close(): Promise<void> {
    await Promise.all([this.pages.close(), this.scans.close()])
  }
}

class ReaderWorker {
  /** None before `start` or the first question, and after a reader has died of one (out of memory): the next starts it. */
  private worker: Worker | undefined
  private readonly waiting = new Map<number, Waiting>()
  private nextId = 0
  private closed = false
  private readonly entry: URL
  private readonly data: ReaderThreadData

  constructor(entry: URL, data: ReaderThreadData) {
    this.entry = entry
    this.data = data
  }

  ask<Question extends ReaderQuestion>(question: Question, signal?: AbortSignal): Promise<ReaderAnswers[Question['kind']]> {
    if (this.closed) return Promise.reject(new ReaderClosed())
    const id = this.nextId++
    const flag = new Int32Array(new SharedArrayBuffer(4))
    const cancel = () => Atomics.store(flag, 0, 1)
    if (signal?.aborted) cancel()
    signal?.addEventListener('abort', cancel)
    return new Promise((resolve, reject) => {
      const release = () => signal?.removeEventListener('abort', cancel)
      this.waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject, release })
      this.start().postMessage({ id, question, flag })
    })
  }

  async close(): Promise<void> {
    this.closed = true
    await this.worker?.terminate()
  }

  start(): Worker {
    if (this.worker !== undefined) return this.worker
    const { worker, ended } = startWorker<FromReader>(this.entry, 'reader', this.data, (message) => this.settle(message))
    ended.then(
      () => this.forgetWorker(new Error('the reader ended')),
      (reason: Error) => this.forgetWorker(reason),
    )
    this.worker = worker
    return worker
  }

  private forgetWorker(reason: Error): void {
    for (const { reject, release } of this.waiting.values()) {
      release()
      reject(this.closed ? new ReaderClosed() : reason)
    }
    this.waiting.clear()
    this.worker = undefined
  }

  private settle(message: FromReader): void {
    if (message.kind === 'ready') return
    const waiting = this.waiting.get(message.id)
    this.waiting.delete(message.id)
    waiting?.release()
    if (message.kind === 'answer') waiting?.resolve(message.answer)
    else waiting?.reject(new Error(message.message))
  }
}
