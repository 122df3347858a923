import type { Outgoing, Reply, Transport } from './transport.ts'

/** What became of an attempt. */
export type Outcome =
  | { kind: 'taken'; body: unknown }
  /** Not now: Vedette is down, busy, or does not know this token yet. */
  | { kind: 'later'; message: string }
  /** Never: what was sent is wrong. */
  | { kind: 'refused'; status: number; message: string }

const firstPause = 500
const longestPause = 60_000
/** These say that what was sent is wrong. Every other refusal (token, address, load) can end. */
const final = new Set([400, 409, 413, 415, 422])

/** What all lines of a client have met. */
export class Trouble {
  failures = 0
  lastError: string | undefined
  private warned = false

  /** A wrong token or a switched-off API goes on until somebody hears of it: the application's log says so once. */
  note(reply: Reply, message: string): void {
    this.lastError = message
    if (this.warned || reply.kind === 'failed' || ![401, 403, 404].includes(reply.status)) return
    this.warned = true
    process.emitWarning(`Vedette does not take what this application sends (${message}).`)
  }
}

/**
 * One way to Vedette: after a failure nobody tries again before the pause is over, and pauses grow. Facts, records and
 * questions have one each: a token that may not ask still delivers.
 */
export class Line {
  private readonly transport: Transport
  private readonly trouble: Trouble
  private pause = 0
  private openAt = 0

  constructor(transport: Transport, trouble: Trouble) {
    this.transport = transport
    this.trouble = trouble
  }

  /** Milliseconds until the next attempt makes sense. */
  wait(): number {
    return Math.max(0, this.openAt - performance.now())
  }

  async send(outgoing: Outgoing): Promise<Outcome> {
    const { openAt } = this
    const reply = await this.transport.send(outgoing)
    const outcome = judge(reply)
    if (outcome.kind === 'taken') this.pause = 0
    else this.trouble.note(reply, outcome.message)
    if (outcome.kind !== 'later') return outcome
    this.trouble.failures += 1
    // A hundred that fail together are one failure: the first has opened the pause.
    if (openAt === this.openAt) this.back(reply.kind === 'answered' ? reply.retryAfter : undefined)
    return outcome
  }

  /** Doubled each time, and uneven, so that many applications do not come back in step. */
  private back(wanted: number | undefined): void {
    this.pause = Math.min(longestPause, Math.max(firstPause, this.pause * 2))
    this.openAt = performance.now() + Math.min(longestPause, Math.max(wanted ?? 0, this.pause * (0.75 + Math.random() / 2)))
  }
}

function judge(reply: Reply): Outcome {
  if (reply.kind === 'failed') return { kind: 'later', message: reply.message }
  const { status, body } = reply
  if (status >= 200 && status < 300) return { kind: 'taken', body }
  const { detail, type } = (body ?? {}) as { detail?: unknown; type?: unknown }
  const message = `${status}${typeof detail === 'string' ? `: ${detail}` : ''}`
  // A flag that nobody knows is no reason to wait; an API that is switched off is.
  return final.has(status) || type === 'urn:vedette:problem:not_found' ? { kind: 'refused', status, message } : { kind: 'later', message }
}
