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

/** The way to Vedette: after a failure nobody tries again before the pause is over, and pauses grow. */
export class Line {
  failures = 0
  lastError: string | undefined
  private readonly transport: Transport
  private pause = 0
  private openAt = 0
  private warned = false

  constructor(transport: Transport) {
    this.transport = transport
  }

  /** Milliseconds until the next attempt makes sense. */
  wait(): number {
    return Math.max(0, this.openAt - performance.now())
  }

  async send(outgoing: Outgoing): Promise<Outcome> {
    const reply = await this.transport.send(outgoing)
    const outcome = judge(reply)
    if (outcome.kind === 'taken') this.pause = 0
    else this.complain(reply, outcome.message)
    if (outcome.kind === 'later') this.back(reply.kind === 'answered' ? reply.retryAfter : undefined)
    return outcome
  }

  close(): void {
    this.transport.close()
  }

  /** A wrong token or a switched-off API goes on until somebody hears of it: the application's log says so once. */
  private complain(reply: Reply, message: string): void {
    this.lastError = message
    if (this.warned || reply.kind === 'failed' || ![401, 403, 404].includes(reply.status)) return
    this.warned = true
    process.emitWarning(`Vedette does not take what this application sends (${message}).`)
  }

  /** Doubled each time, and uneven, so that many applications do not come back in step. */
  private back(wanted: number | undefined): void {
    this.failures += 1
    this.pause = Math.min(longestPause, Math.max(firstPause, this.pause * 2))
    this.openAt = performance.now() + Math.min(longestPause, Math.max(wanted ?? 0, this.pause * (0.75 + Math.random() / 2)))
  }
}

function judge(reply: Reply): Outcome {
  if (reply.kind === 'failed') return { kind: 'later', message: reply.message }
  const { status, body } = reply
  if (status >= 200 && status < 300) return { kind: 'taken', body }
  const detail = (body as { detail?: unknown } | undefined)?.detail
  const message = `${status}${typeof detail === 'string' ? `: ${detail}` : ''}`
  return final.has(status) ? { kind: 'refused', status, message } : { kind: 'later', message }
}
