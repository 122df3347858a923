import { MessageChannel, Worker } from 'node:worker_threads'
import type { StreamHistory } from '../detect/detector.ts'
import { packMessages, type Chunk } from '../model/message.ts'
import { apiSource, type OpenedSource, type SourceState } from '../model/source.ts'
import { streamSourceId } from '../model/stream.ts'
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
  Submission,
  ToIntake,
  ToPipeline,
  ToWriter,
} from './messages.ts'
import { GroupCommit } from './group-commit.ts'
import { PendingAnswers } from './pending-answers.ts'
import { typedPort, type TypedPort } from './ports.ts'
import type { PipelineThreadData, WriterThreadData } from './thread-data.ts'
import { threadEntry } from './thread-entry.ts'

/** Megabytes: records live for one block, and with room for several blocks most die before anything is copied (a seventh of the time). */
const pipelineYoungGeneration = 192

export interface CorridorListener {
  committed(committed: Committed): void
  segments(segments: SegmentInfo[], expired: SegmentInfo[]): void
  /** A thread died or the disk refused: the engine cannot go on. */
  failed(message: string): void
}

type CorridorState =
  /** `reject` ends the start with a sentence. */
  { kind: 'starting'; reject: (error: Error) => void } | { kind: 'running' } | { kind: 'stopping' } | { kind: 'broken' }

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
  private readonly answers = new PendingAnswers()
  private readonly commit = new GroupCommit(() => this.flush(false))
  private readonly progress = new Map<number, (fraction: number) => void>()
  private state: CorridorState = { kind: 'starting', reject: () => undefined }
  private readonly listener: CorridorListener

  constructor(listener: CorridorListener) {
    this.listener = listener
  }

  /** Starts writer, then pipeline (which first recovers), then intake. Rejects with a sentence when the store cannot be opened. */
  async start(
    writer: WriterThreadData,
    recovery: Pick<PipelineThreadData, 'applied_seq' | 'applied_tick' | 'snapshot' | 'settings' | 'enrich'>,
  ): Promise<{ replayed: number }> {
    try {
      const started = await this.startThreads(writer, recovery)
      this.state = { kind: 'running' }
      return started
    } catch (error) {
      await this.terminate()
      throw error
    }
  }

  openSource(source: OpenedSource): Promise<SourceState> {
    return this.answers.ask((request) => this.intake.post({ kind: 'open', request, source }))
  }

  closeSource(id: string): Promise<void> {
    return this.answers.ask((request) => this.intake.post({ kind: 'close', request, id }))
  }

  /** Resolves when every record of the files is handed to the pipeline thread (`flush` waits for the rest). */
  importFiles(
    files: string[],
    format: ImportFormat,
    ports: ImportPorts,
    options: { onProgress: (fraction: number) => void; signal?: AbortSignal; stream?: string },
  ): Promise<Imported> {
    return this.answers.ask((request) => {
      this.progress.set(request, options.onProgress)
      options.signal?.addEventListener('abort', () => this.intake.post({ kind: 'cancel_import', import: request }))
      this.intake.post({ kind: 'import', request, files, format, stream: options.stream, ports })
    })
  }

  /**
   * Facts of requests that `sender` (an application) told the API of. Resolves when they are stored, so that what was
   * acknowledged outlives a kill −9, or at once when there is no room for them.
   */
  async submit(messages: readonly Uint8Array[], arrival: number, sender: string = apiSource): Promise<Submission> {
    return this.send(packMessages(messages, { source: apiSource, peer: sender, wire: 'request', arrival }))
  }

  /** Messages of a stream that an application sent; as `submit`. */
  submitMeasurements(stream: string, messages: readonly Uint8Array[], arrival: number, sender: string): Promise<Submission> {
    return this.send(packMessages(messages, { source: streamSourceId(stream), peer: sender, wire: 'measurement', arrival }))
  }

  private async send(chunk: Chunk | undefined): Promise<Submission> {
    if (chunk === undefined) return 'taken'
    const submission = await this.answers.ask<Submission>((request) => this.intake.post({ kind: 'submit', request, chunk }, [chunk.buffer]))
    if (submission === 'taken') await this.commit.soon()
    return submission
  }

  /** Resolves with a stored record, before which none is held that is not stored as well. */
  async holdStream(stream: string): Promise<number> {
    await this.answers.ask<void>((request) => this.pipeline.post({ kind: 'hold_stream', request, stream }))
    return this.lastSeq
  }

  adoptStream(stream: string, history: StreamHistory): Promise<void> {
    return this.answers.ask((request) => this.pipeline.post({ kind: 'adopt_stream', request, stream, history }))
  }

  /** Hands on what intake has gathered; resolves with how many messages it has received in all. */
  async settleIntake(): Promise<number> {
    await this.answers.ask<void>((request) => this.intake.post({ kind: 'settle', request }))
    return this.intakeCounters.sources.reduce((sum, { received }) => sum + received, 0)
  }

  /** Resolves when everything handed over so far is stored. `drain`: with what detectors held back. */
  flush(drain: boolean): Promise<void> {
    return this.answers.ask((request) => this.pipeline.post({ kind: 'flush', request, drain }))
  }

  tick(time: number): void {
    this.pipeline.post({ kind: 'tick', time })
  }

  requestSnapshot(): void {
    this.pipeline.post({ kind: 'snapshot' })
  }

  /** Resolves when it holds: the next record is judged by it. Where a thread has died nothing will, and that is told elsewhere. */
  async configure(settings: PipelineSettings): Promise<void> {
    await this.answers.ask((request) => this.pipeline.post({ kind: 'configure', request, settings })).catch(() => undefined)
  }

  configureStore(limits: TelemetryLimits): void {
    this.writer.post({ kind: 'configure', limits })
  }

  covered(seq: number): void {
    this.writer.post({ kind: 'covered', seq })
  }

  dropSegment(file: string): Promise<void> {
    return this.answers.ask((request) => this.writer.post({ kind: 'drop', request, file }))
  }

  showLive(enabled: boolean): void {
    this.pipeline.post({ kind: 'live', enabled })
  }

  /** Closes sockets, stores what is under way with a last heartbeat (`tick`) and snapshot, and ends the threads. */
  async stop(tick?: number): Promise<void> {
    if (this.state.kind === 'running') {
      try {
        await this.answers.ask<void>((request) => this.intake.post({ kind: 'stop', request }))
        await this.flush(false)
        if (tick !== undefined) this.tick(tick)
        this.requestSnapshot()
        await this.flush(false)
        await this.answers.ask<void>((request) => this.writer.post({ kind: 'stop', request }))
      } catch {
        // A thread died meanwhile: what is committed is safe, and the rest was never acknowledged.
      }
    }
    await this.terminate()
  }

  private async startThreads(
    writer: WriterThreadData,
    recovery: Pick<PipelineThreadData, 'applied_seq' | 'applied_tick' | 'snapshot' | 'settings' | 'enrich'>,
  ): Promise<{ replayed: number }> {
    const toPipeline = new MessageChannel()
    const toWriter = new MessageChannel()
    const known_seq = Math.max(recovery.applied_seq, recovery.snapshot?.seq ?? 0)
    const writerWorker = this.spawn('writer', { ...writer, known_seq, pipeline: toWriter.port2 }, [toWriter.port2])
    this.writer = typedPort<ToWriter, FromWriter>(writerWorker)
    this.lastSeq = await this.starting<number>((resolve) => {
      this.writer.onMessage((message) => {
        if (message.kind === 'ready') {
          this.storeProblems = message.problems
          resolve(message.last_seq)
        }
        this.fromWriter(message)
      })
    })
    const data: PipelineThreadData = { ...recovery, telemetry: writer.telemetry, last_seq: this.lastSeq }
    const pipelineWorker = this.spawn('pipeline', { ...data, intake: toPipeline.port2, writer: toWriter.port1 }, [
      toPipeline.port2,
      toWriter.port1,
    ])
    this.pipeline = typedPort<ToPipeline, FromPipeline>(pipelineWorker)
    const replayed = await this.starting<number>((resolve) => {
      this.pipeline.onMessage((message) => {
        if (message.kind === 'ready') resolve(message.replayed)
        else if (message.kind === 'answered') this.answers.answer(message.request)
        else this.pipelineCounters = message.counters
      })
    })
    const intakeWorker = this.spawn('intake', { pipeline: toPipeline.port1 }, [toPipeline.port1])
    this.intake = typedPort<ToIntake, FromIntake>(intakeWorker)
    this.intake.onMessage((message) => this.fromIntake(message))
    return { replayed }
  }

  private starting<Value>(wait: (resolve: (value: Value) => void) => void): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.state = { kind: 'starting', reject }
      wait(resolve)
    })
  }

  private spawn(name: 'intake' | 'pipeline' | 'writer', data: object, transfer: import('node:worker_threads').MessagePort[]): Worker {
    const options = name === 'pipeline' ? { resourceLimits: { maxYoungGenerationSizeMb: pipelineYoungGeneration } } : {}
    const worker = new Worker(threadEntry(name), { workerData: data, transferList: transfer, name, ...options })
    worker.on('error', (error) => this.fail(`${name} thread: ${error.stack ?? error.message}`))
    worker.on('exit', (code) => this.fail(`${name} thread ended with code ${code}`))
    this.workers.push(worker)
    return worker
  }

  private async terminate(): Promise<void> {
    if (this.state.kind !== 'broken') this.state = { kind: 'stopping' }
    await Promise.all(this.workers.map((worker) => worker.terminate()))
  }

  /** The first word about a failure is the one that counts: the others follow from it. */
  private fail(message: string): void {
    const { state } = this
    if (state.kind === 'stopping' || state.kind === 'broken') return
    const error = new Error(message)
    this.state = { kind: 'broken' }
    this.answers.end(error)
    if (state.kind === 'starting') state.reject(error)
    else this.listener.failed(message)
  }

  private fromIntake(message: FromIntake): void {
    switch (message.kind) {
      case 'opened':
        return this.answers.answer(message.request, message.state)
      case 'answered':
        return this.answers.answer(message.request)
      case 'submitted':
        return this.answers.answer(message.request, message.submission)
      case 'counters':
        this.intakeCounters = { sources: message.sources, queued_bytes: message.queued_bytes }
        return
      case 'import_progress':
        this.progress.get(message.request)?.(message.fraction)
        return
      case 'imported':
        this.progress.delete(message.request)
        return this.answers.answer(message.request, { outcome: message.outcome, problems: message.problems } satisfies Imported)
    }
  }

  private fromWriter(message: FromWriter): void {
    switch (message.kind) {
      case 'ready':
        return
      case 'committed':
        this.lastSeq = Math.max(this.lastSeq, message.committed.seq)
        this.listener.committed(message.committed)
        for (const request of message.committed.flushed) this.answers.answer(request)
        return
      case 'segments':
        this.queuedBatches = message.queued_batches
        this.listener.segments(message.segments, message.expired)
        return
      case 'answered':
        return this.answers.answer(message.request)
      case 'failed':
        this.fail(message.message)
        return
    }
  }
}
