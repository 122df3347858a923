import type { ApiCaller, ApiResult, ApiService, RequestFacts } from '../../contract/api.ts'
import type { Engine } from '../../engine.ts'
import { recognizeLaunchToken } from '../token-book.ts'
import { createDatasetApi } from '../datasets/api.ts'
import { evaluate, record } from './decisions.ts'
import { getEvent, patchEvent, searchEvents } from './events.ts'
import { done, failed, notFound } from './failures.ts'
import { submitMeasurements } from './measurements.ts'
import { RecordLine } from './record-line.ts'

/** Of Health's problems: the store could not be written to or read for an application. */
const storeProblem = 'api_store'
/** Seconds after which an application may try again when the corridor is full. */
const retryAfter = 1

export interface ApiServiceOptions {
  /** The console's own token of this launch, which may do everything: whoever has it has the console. */
  launchToken?: string
}

/** What other people's applications may ask, answered by the engine. */
export function createApiService(engine: Engine, { launchToken }: ApiServiceOptions = {}): ApiService {
  const line = new RecordLine(engine.desk)

  /** A store that fails is an error for the operator: the application is told to come back, Health and the log say why. */
  function guarded<Value>(work: () => ApiResult<Value>): ApiResult<Value> {
    try {
      return work()
    } catch (error) {
      return unavailable(error)
    }
  }
  async function guardedLater<Value>(work: () => Promise<ApiResult<Value>>): Promise<ApiResult<Value>> {
    try {
      return await work()
    } catch (error) {
      return unavailable(error)
    }
  }
  /** What was written shows that the store works again. */
  function written<Value>(result: ApiResult<Value>): ApiResult<Value> {
    if (result.kind === 'done') engine.problems.settle(storeProblem)
    return result
  }
  function unavailable(error: unknown): ReturnType<typeof failed> {
    const message = error instanceof Error ? error.message : String(error)
    engine.problems.report(storeProblem, `What applications ask cannot be answered: ${message}`)
    return failed({ kind: 'unavailable', message: 'The store cannot be used at the moment; nothing was kept. Try again later.' })
  }

  return {
    enabled: () => engine.apiEnabled(),
    requestsPerMinute: () => engine.config.server.api_requests_per_minute,
    authenticate: (secret) => recognizeLaunchToken(secret, launchToken) ?? engine.tokens.recognize(secret, Date.now()),
    evaluate: (input) => evaluate(engine, input),
    record: (input, caller) => guardedLater(async () => written(await record(engine, line, input, caller))),
    requests: (input, caller) => guardedLater(() => submit(engine, input, caller)),
    measurements: (stream, messages, caller) => guardedLater(() => submitMeasurements(engine, stream, messages, caller)),
    flag: async (name, subject) => {
      const value = await engine.flags.value(name, subject)
      return value.kind === 'not_found'
        ? notFound(`There is no flag ${name}.`)
        : done({ name, enabled: value.enabled, reason: value.reason })
    },
    events: (query) => guarded(() => searchEvents(engine, query)),
    event: (id) => guarded(() => getEvent(engine, id)),
    patchEvent: (id, patch, caller) => guarded(() => written(patchEvent(engine, id, patch, caller))),
    follow: (after, listener) => engine.feed.follow(after, listener),
    blocklist: () => engine.blocklist.list(Date.now()),
    datasets: createDatasetApi(engine),
    health: () => {
      const problems = engine.health().problems.map(({ message }) => message)
      const started_at = new Date(engine.startedAt).toISOString()
      return { status: problems.length === 0 ? 'ok' : 'degraded', version: engine.platform.version, started_at, problems }
    },
  }
}

/** All of them are stored, or none was taken. */
async function submit(engine: Engine, input: readonly RequestFacts[], { name }: ApiCaller): Promise<ApiResult<{ accepted: number }>> {
  const encoder = new TextEncoder()
  const messages = input.map((facts) => encoder.encode(JSON.stringify(facts)))
  const submission = await engine.corridor.submit(messages, Date.now(), name)
  if (submission === 'full')
    return failed({
      kind: 'busy',
      message: 'More requests are waiting than there is room for; nothing was taken.',
      retry_after: retryAfter,
    })
  return done({ accepted: input.length })
}
