import { isAbsolute, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { OFREPProvider } from '@openfeature/ofrep-provider'
import { ErrorCode, OpenFeature, type Client, type EvaluationContext, type Provider } from '@openfeature/server-sdk'
import type { FlagLookup, FlagReader } from '../decide/flags.ts'
import type { Config } from '../model/config.ts'
import type { FlagSubject } from '../model/flag.ts'

export type OpenFeatureSettings = Extract<Config['flags'], { provider: 'openfeature' }>

/** Longer than this nobody waits for a value; milliseconds. */
const patience = 500
/** Questions that travel together. When a whole group waited in vain, the rest is not asked: a silent service costs one patience, not one a question. */
const groupSize = 64
/** And then it is left alone for so long, or a queue of batches would wait for it one after the other; milliseconds. */
const silence = 2000

/** The SDK keeps one provider a domain for the whole process; the live engine and the SAMPLE's must not share one. */
let domains = 0

type Answer = { kind: 'value'; value: boolean | undefined } | { kind: 'failed'; error: Error; late: boolean }

class LateError extends Error {}

/**
 * Flag values from an OpenFeature provider. The SDK answers asynchronously, decisions are made synchronously: a reader's
 * `prepare` fetches what one batch of decisions will ask, and `read` answers from it.
 */
export class OpenFeatureFlags {
  private readonly domain = `vedette-${++domains}`
  private readonly client: Client = OpenFeature.getClient(this.domain)
  private readonly limit: number
  private leftAloneUntil = 0

  constructor(options: { patience?: number } = {}) {
    this.limit = options.patience ?? patience
  }

  /** What is wrong with the provider, if anything; reads fail until it is ready. */
  async start(settings: OpenFeatureSettings, directory: string): Promise<string | undefined> {
    try {
      await this.within(
        makeProvider(settings, directory, this.limit).then((provider) => OpenFeature.setProviderAndWait(this.domain, provider)),
      )
      return undefined
    } catch (error) {
      return `The OpenFeature provider of flags cannot be used: ${describe(error)} Flags take their safe defaults.`
    }
  }

  /** For one batch of decisions. */
  reader(): FlagReader {
    const answers = new Map<string, Answer>()
    return {
      prepare: (lookups) => this.fetch(lookups, answers),
      read: (name, subject) => {
        const answer = answers.get(keyOf({ name, subject }))
        if (answer === undefined) throw new Error(`${name} was not asked for beforehand`)
        if (answer.kind === 'failed') throw answer.error
        return answer.value
      },
    }
  }

  /** One that cannot end, or never does, keeps nobody from going on without it. */
  async close(): Promise<void> {
    const end = async () => OpenFeature.getProvider(this.domain).onClose?.()
    await this.within(end()).catch(() => undefined)
  }

  private async fetch(lookups: readonly FlagLookup[], answers: Map<string, Answer>): Promise<void> {
    const wanted = new Map(lookups.map((lookup) => [keyOf(lookup), lookup]))
    const keys = [...wanted.keys()]
    for (let at = 0; at < keys.length; at += groupSize) {
      const group = keys.slice(at, at + groupSize)
      const isLeftAlone = Date.now() < this.leftAloneUntil
      const got = await Promise.all(group.map((key) => (isLeftAlone ? Promise.resolve(unreachable) : this.ask(wanted.get(key)!))))
      for (const [index, key] of group.entries()) answers.set(key, got[index]!)
      if (!isLeftAlone && got.every((answer) => answer.kind === 'failed' && answer.late)) this.leftAloneUntil = Date.now() + silence
    }
  }

  private async ask({ name, subject }: FlagLookup): Promise<Answer> {
    try {
      const details = await this.within(this.client.getBooleanDetails(name, false, contextOf(subject)))
      if (details.errorCode === undefined) return { kind: 'value', value: details.value }
      // A service that does not know the flag has not failed: nobody has set it there.
      if (details.errorCode === ErrorCode.FLAG_NOT_FOUND) return { kind: 'value', value: undefined }
      return { kind: 'failed', error: new Error(`${details.errorCode}: ${details.errorMessage ?? 'no reason given'}`), late: false }
    } catch (error) {
      return { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)), late: error instanceof LateError }
    }
  }

  private async within<Value>(promise: Promise<Value>): Promise<Value> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new LateError(`no answer within ${this.limit} ms.`)), this.limit)
    })
    try {
      return await Promise.race([promise, late])
    } finally {
      clearTimeout(timer)
    }
  }
}

const unreachable: Answer = { kind: 'failed', error: new Error('the provider did not answer a moment ago'), late: true }

async function makeProvider(
  { module, ofrep_url, ofrep_headers }: OpenFeatureSettings,
  directory: string,
  limit: number,
): Promise<Provider> {
  if (ofrep_url !== null) {
    return new OFREPProvider({
      baseUrl: ofrep_url.replace(/\/+$/, ''),
      headers: Object.entries(ofrep_headers).map(([header, variable]): [string, string] => [header, readVariable(variable)]),
      // Only so that no connection stays open for ever: ours is over long before.
      fetchImplementation: (...[input, init]: Parameters<typeof fetch>) =>
        fetch(input, { ...init, signal: AbortSignal.timeout(2 * limit) }),
    })
  }
  if (module === null) throw new Error('flags.module or flags.ofrep_url must say where values come from.')
  const file = isAbsolute(module) ? module : resolve(directory, module)
  const { default: made } = (await import(pathToFileURL(file).href)) as { default?: unknown }
  const provider: unknown = typeof made === 'function' ? await (made as () => unknown)() : made
  if (!isProvider(provider)) throw new Error(`${file} has no default export that is an OpenFeature server provider or makes one.`)
  return provider
}

/** Credentials come from the environment: vedette.yml is a file that people copy and show. */
function readVariable(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new Error(`flags.ofrep_headers names the environment variable ${name}, which is not set.`)
  return value
}

function isProvider(value: unknown): value is Provider {
  return typeof value === 'object' && value !== null && 'resolveBooleanEvaluation' in value
}

/** OpenFeature knows one targeting key; what else is known of the subject travels beside it. */
function contextOf({ user, entity, tenant, source }: FlagSubject): EvaluationContext {
  const targetingKey = user?.id ?? entity
  return {
    ...(targetingKey !== undefined && { targetingKey }),
    ...(user !== undefined && { user_id: user.id, is_staff: user.is_staff }),
    ...(entity !== undefined && { entity }),
    ...(tenant !== undefined && { tenant }),
    ...(source !== undefined && { source }),
  }
}

function keyOf({ name, subject: { user, entity, tenant, source } }: FlagLookup): string {
  return JSON.stringify([name, user?.id, user?.is_staff, entity, tenant, source])
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
