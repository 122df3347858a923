import { MessageChannel, Worker } from 'node:worker_threads'
import type { Source, SourceState } from '../model/source.ts'
import type { SegmentInfo, TelemetryLimits } from '../store/store.ts'
import type {
  Committed,
  FromIntake,
  FromPipeline,
  FromWriter,
  ImportFormat,
  ImportOutcome,
  ImportPorts,
  IntakeCounters,
  PipelineCounters,
  PipelineSettings,
  ToIntake,
  ToPipeline,
  ToWriter,
} from './messages.ts'
import { typedPort, type TypedPort } from './ports.ts'
import type { PipelineThreadData, WriterThreadData } from './thread-data.ts'
import { threadEntry } from './thread-entry.ts'

export interface CorridorListener {
  committed(committed: Committed): void
  segments(segments: SegmentInfo[], expired: SegmentInfo[]): void
  /** A thread died or the disk refused: the engine cannot go on. */
  failed(message: string): void
}

export interface Imported {
  outcome: ImportOutcome
  problems: { file: string; message: string }[]
}

/** The three threads a record passes through, wired once; the engine steers them from here. */
export class Corridor {
  intakeCounters: { sources: IntakeCounters[]; queued_bytes: number } = { sources: [], queued_bytes: 0 }
  pipelineCounters: PipelineCounters = { sources: [], detectors: [], clocks: [], queued_chunks: 0 }
  queuedBatches = 0
  lastSeq = 0
  storeProblems: { file: string; message: string }[] = []

  private readonly workers: Worker[] = []
  private intake!: TypedPort<ToIntake, FromIntake>
  private pipeline!: TypedPort<ToPipeline, FromPipeline>
  private writer!: TypedPort<ToWriter, FromWriter>
  private readonly answers = new Map<number, (value: never) => void>()
  private readonly progress = new Map<number, (fraction: number) => void>()
  private nextRequest = 0
  private stopping = false
  private readonly listener: CorridorListener

  constructor(listener: CorridorListener) {
    this.listener = listener
  }

  /** Starts writer, then pipeline (which first recovers), then intake. Rejects with a sentence when the store cannot be opened. */
  async start(
    writer: WriterThreadData,
    recovery: Pick<PipelineThreadData, 'applied_seq' | 'applied_tick' | 'snapshot' | 'settings' | 'enrich'>,
  ): Promise<{ replayed: number }> {
    const toPipeline = new MessageChannel()
    const toWriter = new MessageChannel()
    const writerWorker = this.spawn('writer', { ...writer, pipeline: toWriter.port2 }, [toWriter.port2])
    this.writer = typedPort<ToWriter, FromWriter>(writerWorker)
    this.lastSeq = await new Promise<number>((resolve, reject) => {
      this.writer.onMessage((message) => {
        if (message.kind === 'ready') {
          this.storeProblems = message.problems
          resolve(message.last_seq)
        } else if (message.kind === 'failed') reject(new Error(message.message))
        this.fromWriter(message)
      })
    })
    const data: PipelineThreadData = { ...recovery, telemetry: writer.telemetry, last_seq: this.lastSeq }
    const pipelineWorker = this.spawn('pipeline', { ...data, intake: toPipeline.port2, writer: toWriter.port1 }, [
      toPipeline.port2,
      toWriter.port1,
    ])
    this.pipeline = typedPort<ToPipeline, FromPipeline>(pipelineWorker)
    const replayed = await new Promise<number>((resolve) => {
      this.pipeline.onMessage((message) => {
        if (message.kind === 'ready') resolve(message.replayed)
        else this.pipelineCounters = message.counters
      })
    })
    const intakeWorker = this.spawn('intake', { pipeline: toPipeline.port1 }, [toPipeline.port1])
    this.intake = typedPort<ToIntake, FromIntake>(intakeWorker)
    this.intake.onMessage((message) => this.fromIntake(message))
    return { replayed }
  }

  openSource(source: Source): Promise<SourceState> {
    return this.ask((request) => this.intake.post({ kind: 'open', request, source }))
  }

  closeSource(id: string): Promise<void> {
    return this.ask((request) => this.intake.post({ kind: 'close', request, id }))
  }

  /** Resolves when every record of the files is handed to the pipeline thread (`flush` waits for the rest). */
  importFiles(
    files: string[],
    format: ImportFormat,
    ports: ImportPorts,
    options: { onProgress: (fraction: number) => void; signal?: AbortSignal },
  ): Promise<Imported> {
    return this.ask((request) => {
      this.progress.set(request, options.onProgress)
      options.signal?.addEventListener('abort', () => this.intake.post({ kind: 'cancel_import', import: request }))
      this.intake.post({ kind: 'import', request, files, format, ports })
    })
  }

  /** Hands on what intake has gathered; resolves with how many messages it has received in all. */
  async settleIntake(): Promise<number> {
    await this.ask<void>((request) => this.intake.post({ kind: 'settle', request }))
    return this.intakeCounters.sources.reduce((sum, { received }) => sum + received, 0)
  }

  /** Resolves when everything handed over so far is stored. `drain`: with what detectors held back. */
  flush(drain: boolean): Promise<void> {
    return this.ask((request) => this.pipeline.post({ kind: 'flush', request, drain }))
  }

  tick(time: number): void {
    this.pipeline.post({ kind: 'tick', time })
  }

  requestSnapshot(): void {
    this.pipeline.post({ kind: 'snapshot' })
  }

  configure(settings: PipelineSettings): void {
    this.pipeline.post({ kind: 'configure', settings })
  }

  configureStore(limits: TelemetryLimits): void {
    this.writer.post({ kind: 'configure', limits })
  }

  covered(seq: number): void {
    this.writer.post({ kind: 'covered', seq })
  }

  dropSegment(file: string): Promise<void> {
    return this.ask((request) => this.writer.post({ kind: 'drop', request, file }))
  }

  showLive(enabled: boolean): void {
    this.pipeline.post({ kind: 'live', enabled })
  }

  /** Closes sockets, stores what is under way with a last snapshot, and ends the threads. */
  async stop(): Promise<void> {
    await this.ask<void>((request) => this.intake.post({ kind: 'stop', request }))
    await this.flush(false)
    this.requestSnapshot()
    await this.flush(false)
    await this.ask<void>((request) => this.writer.post({ kind: 'stop', request }))
    this.stopping = true
    await Promise.all(this.workers.map((worker) => worker.terminate()))
  }

  private spawn(name: 'intake' | 'pipeline' | 'writer', data: object, transfer: import('node:worker_threads').MessagePort[]): Worker {
    const worker = new Worker(threadEntry(name), { workerData: data, transferList: transfer, name })
    worker.on('error', (error) => this.fail(`${name} thread: ${error.stack ?? error.message}`))
    worker.on('exit', (code) => {
      if (!this.stopping) this.fail(`${name} thread ended with code ${code}`)
    })
    this.workers.push(worker)
    return worker
  }

  private fail(message: string): void {
    if (!this.stopping) this.listener.failed(message)
  }

  private ask<Answer>(send: (request: number) => void): Promise<Answer> {
    const request = this.nextRequest++
    return new Promise((resolve) => {
      this.answers.set(request, resolve as (value: never) => void)
      send(request)
    })
  }

  private answer(request: number, value?: unknown): void {
    const resolve = this.answers.get(request)
    this.answers.delete(request)
    this.progress.delete(request)
    resolve?.(value as never)
  }

  private fromIntake(message: FromIntake): void {
    switch (message.kind) {
      case 'opened':
        return this.answer(message.request, message.state)
      case 'answered':
        return this.answer(message.request)
      case 'counters':
        this.intakeCounters = { sources: message.sources, queued_bytes: message.queued_bytes }
        return
      case 'import_progress':
        this.progress.get(message.request)?.(message.fraction)
        return
      case 'imported':
        return this.answer(message.request, { outcome: message.outcome, problems: message.problems } satisfies Imported)
    }
  }

  private fromWriter(message: FromWriter): void {
    switch (message.kind) {
      case 'ready':
        return
      case 'committed':
        this.lastSeq = Math.max(this.lastSeq, message.committed.seq)
        this.listener.committed(message.committed)
        for (const request of message.committed.flushed) this.answer(request)
        return
      case 'segments':
        this.queuedBatches = message.queued_batches
        this.listener.segments(message.segments, message.expired)
        return
      case 'answered':
        return this.answer(message.request)
      case 'failed':
        this.fail(message.message)
        return
    }
  }
}
