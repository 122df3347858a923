import type { ContractError } from '../contract/protocol.ts'
import type { RequestName, RequestOutput, RequestParsed } from '../contract/requests.ts'
import type { Hello } from '../contract/session.ts'
import type { SampleState } from '../contract/imports.ts'
import type { Engine } from '../engine.ts'

/** What a handler is given beside its input. */
export interface HandlerContext {
  /** The engine this connection looks at: live, or the SAMPLE. */
  engine: Engine
  host: ConsoleHost
  /** Who goes into the activity log. */
  who: string
  signal: AbortSignal
  progress: (fraction: number) => void
  /** Turns this connection to the other store. */
  view: (store: 'live' | 'sample') => Promise<ViewedStore>
}

export type ViewedStore = { kind: 'viewed'; hello: Hello } | { kind: 'absent' } | { kind: 'failed'; message: string }

/** What the process that serves a console offers beyond its engine. */
export interface ConsoleHost {
  live: Engine
  sample: SampleDesk
}

/** Runs the labelled sample day in an engine of its own. */
export interface SampleDesk {
  /** The one that is open just now. */
  engine(): Engine | undefined
  /** Opens the SAMPLE of an earlier run too. */
  open(): Promise<OpenedSample>
  state(): SampleState
  start(): Promise<SampleState>
  stop(): Promise<SampleState>
  delete(): Promise<SampleState>
  listen(listener: (state: SampleState) => void): () => void
}

export type OpenedSample = { kind: 'open'; engine: Engine } | { kind: 'absent' } | { kind: 'failed'; message: string }

/** An expected failure, thrown by handlers and answered as a value; anything else thrown is a bug. */
export class RequestFailure extends Error {
  readonly error: ContractError

  constructor(error: ContractError) {
    super(error.message)
    this.error = error
  }
}

export type Handler<Name extends RequestName> = (
  input: RequestParsed<Name>,
  context: HandlerContext,
) => RequestOutput<Name> | Promise<RequestOutput<Name>>

/** A part of the contract; together the parts must answer all of it (checked by the compiler in `handlers/index.ts`). */
export type Handlers<Prefix extends string> = { [Name in Extract<RequestName, `${Prefix}.${string}`>]: Handler<Name> }
