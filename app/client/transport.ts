import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

export type Reply =
  | { kind: 'answered'; status: number; body: unknown; /** Milliseconds. */ retryAfter: number | undefined }
  | { kind: 'failed'; message: string }

export interface Outgoing {
  method: 'GET' | 'POST'
  path: string
  /** Its pieces, as they are. */
  body?: readonly Buffer[]
  /** Milliseconds until it counts as failed. */
  timeout: number
  /** Whether the process waits for it. What is sent on the side holds nothing up, not even the end of the program. */
  hold: boolean
}

const longestAnswer = 1 << 20
const idleTime = 30_000

/**
 * One address, one token, a few kept connections. Bare `node:http`, because a socket of `fetch` cannot be told to hold
 * nothing up.
 */
export class Transport {
  private readonly base: URL
  private readonly token: string
  private readonly agent: HttpAgent | HttpsAgent
  private readonly request: typeof httpRequest

  constructor(base: URL, token: string) {
    const secure = base.protocol === 'https:'
    const options = { keepAlive: true, maxSockets: 8, timeout: idleTime }
    this.base = base
    this.token = token
    this.agent = secure ? new HttpsAgent(options) : new HttpAgent(options)
    this.request = secure ? httpsRequest : httpRequest
  }

  /** Never rejects. */
  send({ method, path, body, timeout, hold }: Outgoing): Promise<Reply> {
    return new Promise((resolve) => {
      const headers: Record<string, string | number> = { authorization: `Bearer ${this.token}`, accept: 'application/json' }
      if (body !== undefined) Object.assign(headers, { 'content-type': 'application/json', 'content-length': lengthOf(body) })
      const settle = (reply: Reply) => {
        clearTimeout(timer)
        resolve(reply)
      }
      const fail = (error: Error) => settle({ kind: 'failed', message: error.message })
      const url = new URL(`${this.base.pathname.replace(/\/$/, '')}${path}`, this.base)
      const request = this.request(url, { method, headers, agent: this.agent }, (response) => readReply(response, settle, fail))
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeout} ms`)), timeout)
      if (!hold) timer.unref()
      request.on('socket', (socket) => (hold ? socket.ref() : socket.unref()))
      request.on('error', fail)
      request.cork()
      for (const piece of body ?? []) request.write(piece)
      request.end()
    })
  }

  close(): void {
    this.agent.destroy()
  }
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((total, { length }) => total + length, 0)
}

function readReply(response: IncomingMessage, settle: (reply: Reply) => void, fail: (error: Error) => void): void {
  const chunks: Buffer[] = []
  let length = 0
  response.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > longestAnswer) response.destroy(new Error('the answer is too long'))
    else chunks.push(chunk)
  })
  response.on('error', fail)
  response.on('end', () =>
    settle({
      kind: 'answered',
      status: response.statusCode ?? 0,
      body: parse(Buffer.concat(chunks).toString('utf8')),
      retryAfter: readSeconds(response.headers['retry-after']),
    }),
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readSeconds(value: string | undefined): number | undefined {
  const seconds = Number(value)
  return value === undefined || !Number.isFinite(seconds) || seconds < 0 ? undefined : seconds * 1000
}
