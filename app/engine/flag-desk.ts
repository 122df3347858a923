import { readFlag, type FlagLookup, type FlagReader } from '../decide/flags.ts'
import type { Config } from '../model/config.ts'
import { everyone, type Flag, type FlagEffect, type FlagSubject } from '../model/flag.ts'
import type { ConsoleStore } from '../store/store.ts'
import { FlagBook, type FlagChange, type FlagRegistration } from './flag-book.ts'
import type { OpenFeatureFlags } from './flag-openfeature.ts'

export type FlagSetResult = { kind: 'set'; flag: Flag } | { kind: 'not_found' | 'not_allowed'; message: string }
export type FlagRegisterResult = { kind: 'registered' | 'exists'; flag: Flag } | { kind: 'not_allowed'; message: string }
/** `reason`: one of the in-product provider's, `openfeature`, `held` by how this engine was started, or `failed`. */
export type FlagValue = { kind: 'value'; enabled: boolean; reason: string } | { kind: 'not_found' }

const day = 86_400_000
/** What flags did is shown for a week: today and six days before. */
const shownDays = 6

async function openProvider(settings: Config['flags'], directory: string): Promise<[OpenFeatureFlags?, string?]> {
  if (settings.provider === 'console') return []
  const { OpenFeatureFlags } = await import('./flag-openfeature.ts')
  const provider = new OpenFeatureFlags()
  return [provider, await provider.start(settings, directory)]
}

/** All that is asked about flags: their values from whoever provides them, what they did, and how to change them. */
export class FlagDesk {
  readonly book: FlagBook
  /** Values come from here instead of the book, where vedette.yml says so. */
  private provider: OpenFeatureFlags | undefined
  private opened: Promise<unknown> = Promise.resolve()
  private readonly console: ConsoleStore
  private readonly held: Readonly<Record<string, boolean>>
  private readonly onFailure: () => void
  private failedAt = 0
  private readonly failures = new Map<string, number>()

  /** `held`: values that hold whatever is stored (a replay and the sample day run with detection on). */
  constructor(console: ConsoleStore, held: Readonly<Record<string, boolean>> = {}, onFailure: () => void = () => undefined) {
    this.console = console
    this.onFailure = onFailure
    this.held = held
    this.book = new FlagBook(console)
  }

  /**
   * What is wrong with the provider that vedette.yml names, if anything. It is loaded only where there is one. The
   * former one answers until it is ready: in between no flag is at its default. One after the other: what is named last holds.
   */
  open(settings: Config['flags'], directory: string): Promise<string | undefined> {
    const opened = this.opened.then(() => this.take(settings, directory))
    this.opened = opened.catch(() => undefined)
    return opened
  }

  private async take(settings: Config['flags'], directory: string): Promise<string | undefined> {
    const former = this.provider
    const [provider, problem] = await openProvider(settings, directory)
    this.provider = provider
    await former?.close()
    return problem
  }

  async close(): Promise<void> {
    await this.opened
    await this.provider?.close()
  }

  /** For one batch of decisions; with a provider outside, `prepare` it first. */
  reader(): FlagReader {
    const source: FlagReader = this.provider?.reader() ?? this.book
    const read = (name: string, subject: FlagSubject) => this.heldValue(name) ?? source.read(name, subject)
    if (source.prepare === undefined) return { read }
    return { read, prepare: (lookups) => source.prepare!(lookups.filter(({ name }) => this.heldValue(name) === undefined)) }
  }

  /** Counts a reading that failed and was taken at its safe default. */
  readonly failed = (name: string): void => {
    this.onFailure()
    this.failedAt = Date.now()
    this.failures.set(name, (this.failures.get(name) ?? 0) + 1)
  }

  failingSince(time: number): boolean {
    return this.failedAt > time
  }

  /** For whoever asks about one flag, and why. */
  async value(name: string, subject: FlagSubject): Promise<FlagValue> {
    const definition = this.book.define(name)
    const held = this.heldValue(name)
    if (held !== undefined) return { kind: 'value', enabled: held, reason: 'held' }
    if (this.provider === undefined) {
      return definition === undefined ? { kind: 'not_found' } : { kind: 'value', ...this.book.evaluate(name, subject) }
    }
    const lookup: FlagLookup = { name, subject }
    const reader = await this.prepared([lookup])
    let isFailed = false
    let isUnset = false
    const fallback = definition?.default ?? false
    const observed: FlagReader = {
      read: (...asked) => {
        const value = reader.read(...asked)
        isUnset = value === undefined
        return value
      },
    }
    const enabled = readFlag(observed, lookup, fallback, (failedName) => {
      isFailed = true
      this.failed(failedName)
    })
    if (isUnset && definition === undefined) return { kind: 'not_found' }
    return { kind: 'value', enabled, reason: isFailed ? 'failed' : isUnset ? 'default' : 'openfeature' }
  }

  async list(now: number): Promise<Flag[]> {
    const definitions = this.book.definitions()
    const effects = this.console.flagEffects(now - (now % day) - shownDays * day)
    const reader = await this.prepared(definitions.map(({ name }) => ({ name, subject: {} })))
    return definitions.map((definition) => {
      const { name } = definition
      const stored = this.book.find(name)
      return {
        ...definition,
        enabled: this.isSwitchedOn(name, reader) ?? definition.default,
        targeting: stored?.targeting ?? everyone,
        provider: this.provider === undefined ? 'console' : 'openfeature',
        effects: effects[name] ?? ([] as FlagEffect[]),
        failures: this.failures.get(name) ?? 0,
        ...(stored !== undefined && { changed_at: stored.changed_at, changed_by: stored.changed_by }),
      }
    })
  }

  async set(name: string, change: FlagChange, context: { who: string; at: number }): Promise<FlagSetResult> {
    const refused = this.refuseChange(name)
    if (refused !== undefined) return { kind: 'not_allowed', message: refused }
    if (!this.book.set(name, change, context)) return { kind: 'not_found', message: `There is no flag ${name}.` }
    return { kind: 'set', flag: await this.find(name, context.at) }
  }

  async register(registration: FlagRegistration, context: { who: string; at: number }): Promise<FlagRegisterResult> {
    if (this.provider !== undefined && this.book.define(registration.name) === undefined)
      return { kind: 'not_allowed', message: `Flags come from the OpenFeature provider: make ${registration.name} there.` }
    const created = this.book.register(registration, context)
    return { kind: created ? 'registered' : 'exists', flag: await this.find(registration.name, context.at) }
  }

  private refuseChange(name: string): string | undefined {
    if (this.provider !== undefined) return `${name} comes from the OpenFeature provider: change it there.`
    if (this.heldValue(name) !== undefined) return `${name} is held ${this.held[name] ? 'on' : 'off'} here, whatever is set.`
    return undefined
  }

  private async find(name: string, now: number): Promise<Flag> {
    const flag = (await this.list(now)).find((one) => one.name === name)
    if (flag === undefined) throw new Error(`the flag ${name} has gone`)
    return flag
  }

  /** The switch itself, whomever it is for; a provider outside is asked for nobody in particular. */
  private isSwitchedOn(name: string, reader: FlagReader): boolean | undefined {
    const held = this.heldValue(name)
    if (held !== undefined) return held
    if (this.provider === undefined) return this.book.find(name)?.enabled
    try {
      return reader.read(name, {})
    } catch {
      this.failed(name)
      return undefined
    }
  }

  private async prepared(lookups: readonly FlagLookup[]): Promise<FlagReader> {
    const reader = this.reader()
    await reader.prepare?.(lookups)
    return reader
  }

  private heldValue(name: string): boolean | undefined {
    return Object.hasOwn(this.held, name) ? this.held[name] : undefined
  }
}
