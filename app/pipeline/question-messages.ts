/** Shared with the thread: `[0]` not 0 cancels. */
export type CancelFlag = Int32Array<SharedArrayBuffer>

/** What a thread that answers one question may say besides its outcome. */
export type FromQuestion<Outcome> =
  Outcome | { kind: 'progress'; fraction: number } | { kind: 'cancelled' } | { kind: 'failed'; message: string }
