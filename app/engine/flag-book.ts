import { defineFlags, type FlagReader } from '../decide/flags.ts'
import { detectors } from '../detect/index.ts'
import type { Flag } from '../model/flag.ts'
import type { ConsoleStore } from '../store/store.ts'

const flagDefinitions = defineFlags(detectors)

/** Flags as the console keeps them, read on every observation and so held in memory. */
export class FlagBook implements FlagReader {
  private values = new Map<string, Pick<Flag, 'name' | 'enabled' | 'changed_at' | 'changed_by'>>()
  private readonly console: ConsoleStore
  private readonly forced: Readonly<Record<string, boolean>>

  /** `forced`: values that hold whatever is stored (replay and demo run with detection on). */
  constructor(console: ConsoleStore, forced: Readonly<Record<string, boolean>> = {}) {
    this.console = console
    this.forced = forced
    this.reload()
  }

  read(name: string): boolean | undefined {
    return this.forced[name] ?? this.values.get(name)?.enabled
  }

  list(): Flag[] {
    return flagDefinitions.map((definition) => {
      const stored = this.values.get(definition.name)
      return {
        ...definition,
        enabled: this.read(definition.name) ?? definition.default,
        changed_at: stored?.changed_at,
        changed_by: stored?.changed_by,
      }
    })
  }

  set(name: string, enabled: boolean, context: { who: string; at: number }): Flag | undefined {
    if (!flagDefinitions.some((definition) => definition.name === name)) return undefined
    this.console.setFlag(name, enabled, context)
    this.reload()
    return this.list().find((flag) => flag.name === name)
  }

  private reload(): void {
    this.values = new Map(this.console.flags().map((flag) => [flag.name, flag]))
  }
}
