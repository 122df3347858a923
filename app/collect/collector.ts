import type { Wire } from '../model/message.ts'
import type { RecordQuery } from '../model/query.ts'
import type { OpenedSource, SourceFailure, SourceType } from '../model/source.ts'

/** Where a collector puts what it receives. Called on the intake thread; must return at once. */
export interface Sink {
  /** Takes a copy of `bytes`, always. */
  push(bytes: Uint8Array, peer: string, arrival: number): void
  /**
   * The corridor has no room: a stream collector pauses its sender until `onDrain`; a datagram collector
   * throws the datagram away and has it counted, since nobody can be slowed.
   */
  readonly full: boolean
  /** Messages that came and were lost: the corridor was full, the kernel's own drop figures. They count as received too. */
  dropped(reason: string, count: number): void
  /** What was turned away before there was a message to count: connections beyond the limit, errors of the socket. */
  refused(reason: string, count: number): void
  /** Calls back once there is room again. */
  onDrain(callback: () => void): void
}

export type OpenResult =
  { kind: 'listening'; address: string; port: number; close: () => Promise<void> } | { kind: 'failed'; failure: SourceFailure }

/** What reads a source into a sink. Expected failures are values; nothing here throws. */
export interface Opener {
  type: OpenedSource['type']
  /** Which wire parser of `normalize` reads its messages. */
  wire: Wire
  transport: 'udp' | 'tcp' | 'file'
  open(source: OpenedSource, sink: Sink): Promise<OpenResult>
}

/** One way for telemetry to come in, as a source of its own. */
export interface Collector extends Opener {
  type: SourceType
  /** For the window's "add a source": what it is, in a line. */
  title: string
  transport: 'udp' | 'tcp'
  defaultPort: number
  /** A command a person can paste into a shell to send one test message. */
  testCommand(address: string, port: number | string): string
  /** Bytes that `sources.test` sends to the listener itself, so the whole path is exercised, and how to find their record. */
  testMessage(now: number): { bytes: Uint8Array; query: RecordQuery }
}
