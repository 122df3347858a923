import { createHash } from 'node:crypto'
import { evaluateFlag, type FlagEvaluation } from '../decide/flag-evaluation.ts'
import { defineFlags, type FlagDefinition, type FlagReader } from '../decide/flags.ts'
import { detectors } from '../detect/index.ts'
import { everyone, type FlagSubject, type FlagTargeting } from '../model/flag.ts'
import type { ConsoleStore, StoredFlag } from '../store/store.ts'

const builtIn = defineFlags(detectors)
const builtInNames = new Map(builtIn.map((definition) => [definition.name, definition]))

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

export interface FlagChange {
  enabled?: boolean
  targeting?: FlagTargeting
}

export interface FlagRegistration {
  name: string
  description?: string
  enabled?: boolean
  targeting?: Partial<FlagTargeting>
}

/** Flags as the console keeps them, read on every observation and so held in memory: a change holds from the next one on. */
export class FlagBook implements FlagReader {
  private stored: ReadonlyMap<string, StoredFlag> = new Map()
  private readonly console: ConsoleStore

  constructor(console: ConsoleStore) {
    this.console = console
    this.reload()
  }

  read(name: string, subject: FlagSubject): boolean | undefined {
    return this.stored.has(name) ? this.evaluate(name, subject).enabled : undefined
  }

  /** With why it is so. A flag that nobody set has its default. */
  evaluate(name: string, subject: FlagSubject): FlagEvaluation {
    return evaluateFlag(name, this.stored.get(name), subject, { fallback: this.define(name)?.default ?? false, md5 })
  }

  /** The console's own flags, then those that applications registered. */
  definitions(): FlagDefinition[] {
    const registered = [...this.stored.keys()].filter((name) => !builtInNames.has(name)).sort()
    return [...builtIn, ...registered.flatMap((name) => this.define(name) ?? [])]
  }

  define(name: string): FlagDefinition | undefined {
    const own = builtInNames.get(name)
    if (own !== undefined) return own
    const registered = this.stored.get(name)?.registered
    return registered && { name, ...registered, gates: 'application' }
  }

  find(name: string): StoredFlag | undefined {
    return this.stored.get(name)
  }

  /** False where there is no such flag. What the change leaves out stays as it is. */
  set(name: string, change: FlagChange, context: { who: string; at: number }): boolean {
    const definition = this.define(name)
    if (definition === undefined) return false
    const before = this.stored.get(name) ?? { enabled: definition.default, targeting: everyone }
    const value = { enabled: change.enabled ?? before.enabled, targeting: change.targeting ?? before.targeting }
    this.console.setFlag(name, value, context)
    this.reload()
    return true
  }

  /** False where there is one of that name already, which stays as it is. */
  register({ name, description = '', enabled = false, targeting }: FlagRegistration, context: { who: string; at: number }): boolean {
    if (builtInNames.has(name)) return false
    const flag = { name, description, default: false, enabled, targeting: { ...everyone, ...defined(targeting ?? {}) } }
    const { kind } = this.console.registerFlag(flag, context)
    this.reload()
    return kind === 'registered'
  }

  private reload(): void {
    this.stored = new Map(this.console.flags().map((flag) => [flag.name, flag]))
  }
}

function defined<Values extends object>(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Values
}
