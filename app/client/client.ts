import { copyFacts, sizeOfFacts } from './facts.ts'
import { Line, Trouble } from './line.ts'
import { Outbox, write } from './outbox.ts'
import { Transport } from './transport.ts'
import type {
  EvaluateInput,
  Recorded,
  RecordInput,
  RequestFacts,
  VedetteClient,
  VedetteClientOptions,
  VedetteDecision,
  VedetteStats,
} from './types.ts'

const defaults = { timeout: 1000, interval: 250, count: 10_000, bytes: 16 << 20 }
/** A batch that Vedette has to write to disk may take longer than somebody who waits for a decision. */
const batchTimeout = 15_000

/** Three lines in an application: a client, a middleware, and the application goes on as before. */
export function createVedetteClient(options: VedetteClientOptions): VedetteClient {
  const base = readAddress(options)
  if (base.kind === 'unusable') return createDisabledClient(base.message)
  const { timeout = defaults.timeout, interval = defaults.interval, queue = {} } = options
  const { count = defaults.count, bytes = defaults.bytes } = queue
  const transport = new Transport(base.url, base.token)
  const trouble = new Trouble()
  const questions = new Line(transport, trouble)
  const common = { limits: { count, bytes: bytes / 2 }, interval, timeout: batchTimeout }
  const facts = new Outbox<RequestFacts>(new Line(transport, trouble), {
    ...common,
    path: '/v1/requests',
    list: true,
    sizeOf: sizeOfFacts,
    batch: { count: 500, bytes: 1 << 20 },
  })
  const records = new Outbox(new Line(transport, trouble), {
    ...common,
    path: '/v1/record',
    list: false,
    sizeOf: () => 0,
    batch: { count: 1, bytes: 256 << 10 },
  })
  /** Whoever waits is not kept waiting for a Vedette that did not answer a moment ago. */
  const ask = async (method: 'GET' | 'POST', path: string, body?: string) =>
    questions.wait() > 0
      ? undefined
      : questions.send({ method, path, body: body === undefined ? undefined : [Buffer.from(body)], timeout, hold: true })

  /** A value that throws on being read is the application's; it must not throw into it. */
  const keep = (one: RequestFacts) => {
    try {
      facts.add(copyFacts(one))
    } catch {
      facts.dropped += 1
    }
  }
  const record = async (input: RecordInput): Promise<Recorded> => {
    const text = write({ occurred_at: Date.now(), ...input })
    if (text === undefined) return { kind: 'refused', message: 'It cannot be written as JSON.' }
    const outcome = records.count > 0 ? undefined : await ask('POST', '/v1/record', text)
    if (outcome?.kind === 'taken') {
      records.sent += 1
      const { event_id, created } = outcome.body as { event_id: string | null; created: boolean }
      return { kind: 'recorded', event_id, created }
    }
    if (outcome?.kind === 'refused') {
      records.refused += 1
      return { kind: 'refused', message: outcome.message }
    }
    return records.keep(text) ? { kind: 'kept' } : { kind: 'refused', message: 'It is too large to be kept.' }
  }
  const stats = (): VedetteStats => {
    const both = (read: (outbox: Pick<Outbox, 'count' | 'byteCount' | 'sent' | 'dropped' | 'refused'>) => number) =>
      read(facts) + read(records)
    const queued = both((outbox) => outbox.count)
    return {
      state: facts.sending || records.sending ? 'sending' : queued > 0 ? 'waiting' : 'idle',
      queued,
      queued_bytes: both((outbox) => outbox.byteCount),
      sent: both((outbox) => outbox.sent),
      dropped: both((outbox) => outbox.dropped),
      refused: both((outbox) => outbox.refused),
      failures: trouble.failures,
      last_error: trouble.lastError,
    }
  }
  const flush = async (): Promise<boolean> => (await Promise.all([facts.flush(), records.flush()])).every(Boolean)
  return {
    evaluate: async <Fallback>(input: EvaluateInput, fallback?: Fallback) => {
      const text = write(input)
      const outcome = text === undefined ? undefined : await ask('POST', '/v1/evaluate', text)
      return outcome?.kind === 'taken' ? (outcome.body as VedetteDecision) : (fallback as Fallback)
    },
    record,
    requests: (input) => {
      if (isList(input)) for (const one of input) keep(one)
      else keep(input)
    },
    flag: async (name, subject = {}, fallback = false) => {
      const outcome = await ask('GET', `/v1/flags/${encodeURIComponent(name)}?${queryOf(subject)}`)
      return outcome?.kind === 'taken' ? (outcome.body as { enabled: boolean }).enabled : fallback
    },
    stats,
    flush,
    close: async () => {
      const all = await flush()
      for (const outbox of [facts, records]) outbox.close()
      transport.close()
      return all
    },
  }
}

type Address = { kind: 'usable'; url: URL; token: string } | { kind: 'unusable'; message: string }

function readAddress({ url, token }: VedetteClientOptions): Address {
  const parsed = url === undefined ? null : URL.parse(url)
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    return { kind: 'unusable', message: 'url is no http or https address' }
  }
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) return { kind: 'unusable', message: 'token is missing' }
  return { kind: 'usable', url: parsed, token }
}

/** An application whose settings lack Vedette works all the same; its log says so once. */
function createDisabledClient(message: string): VedetteClient {
  process.emitWarning(`Vedette's client is off: ${message}.`)
  let dropped = 0
  return {
    evaluate: <Fallback>(_input: EvaluateInput, fallback?: Fallback) => Promise.resolve(fallback as Fallback),
    record: () => {
      dropped += 1
      return Promise.resolve({ kind: 'refused', message })
    },
    requests: (facts) => {
      dropped += Array.isArray(facts) ? facts.length : 1
    },
    flag: (_name, _subject, fallback = false) => Promise.resolve(fallback),
    stats: () => ({ state: 'disabled', queued: 0, queued_bytes: 0, sent: 0, dropped, refused: 0, failures: 0, last_error: message }),
    flush: () => Promise.resolve(true),
    close: () => Promise.resolve(true),
  }
}

const isList = (input: RequestFacts | readonly RequestFacts[]): input is readonly RequestFacts[] => Array.isArray(input)

function queryOf({ user, entity, tenant }: NonNullable<Parameters<VedetteClient['flag']>[1]>): URLSearchParams {
  const query = new URLSearchParams()
  if (user !== undefined) query.set('user_id', String(user.id))
  if (user?.is_staff) query.set('is_staff', 'true')
  if (entity !== undefined) query.set('entity', entity)
  if (tenant !== undefined) query.set('tenant', tenant)
  return query
}
