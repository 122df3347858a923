import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetCleanUp } from '../../model/dataset.ts'
import type { Config } from '../../model/config.ts'
import type { Observation } from '../../model/observation.ts'
import { apiSource } from '../../model/source.ts'
import { DatasetClient } from '../../pipeline/dataset-client.ts'
import type { DatasetThreadSettings, WorkInput, WorkName, WorkOutput } from '../../pipeline/dataset-messages.ts'
import { threadEntry } from '../../pipeline/thread-entry.ts'
import type { RecordLine } from '../api/record-line.ts'
import type { Environment } from '../config-text.ts'
import { maskingRules } from '../derived-settings.ts'
import { lookupsFor } from '../event-desk.ts'
import type { FlagDesk } from '../flag-desk.ts'
import type { Home } from '../home.ts'
import { ModelKeyFile, type ModelKey } from './model-key.ts'

export interface DatasetDeskParts {
  home: Home
  config: Config
  environment: Environment
  flags: Pick<FlagDesk, 'reader'>
  line: RecordLine
  problem: (message: string) => void
  settled: () => void
  changed: (names: string[]) => void
}

const unsafeKey = 'The key of the language model is in a file that others may read, and is not used: give it anew on the Datasets page.'

/** Datasets as the engine has them: asked of their thread, and what they observe on the road that all observations take. */
export class DatasetDesk {
  private readonly parts: DatasetDeskParts
  private readonly client: DatasetClient
  private readonly keys: ModelKeyFile
  private readonly file: string
  private config: Config
  private asked = false

  constructor(parts: DatasetDeskParts) {
    const { home, config, environment } = parts
    this.parts = parts
    this.config = config
    this.file = datasetsFile(home)
    this.keys = new ModelKeyFile(join(home.directory, 'anthropic-api-key'), environment)
    const threads = { entry: threadEntry('dataset'), trainer: threadEntry('dataset-trainer') }
    this.client = new DatasetClient({ ...threads, file: this.file, settings: this.settings(), problem: parts.problem })
  }

  configure(config: Config): void {
    this.config = config
    this.client.configure(this.settings())
  }

  setKey(key: string | null): void {
    this.keys.write(key)
    this.client.configure(this.settings())
  }

  key(): ModelKey['from'] {
    return this.keys.read().from
  }

  ask<Name extends WorkName>(name: Name, input: WorkInput<Name>): Promise<WorkOutput<Name>> {
    this.asked = true
    return this.client.ask(name, input)
  }

  /** Whether there is anything to ask about: without it nothing is made. */
  get used(): boolean {
    return this.asked || existsSync(this.file)
  }

  /** Resolves once the events are on the disk. */
  async record(observations: readonly Observation[], source: string = apiSource): Promise<void> {
    const { flags, line } = this.parts
    await Promise.all(
      observations.map(async (observation) => {
        const sourced = { ...observation, source }
        const reader = flags.reader()
        await reader.prepare?.(lookupsFor([sourced]))
        return line.record(sourced, reader)
      }),
    )
  }

  announce(names: string[]): void {
    if (names.length > 0) this.parts.changed([...new Set(names)])
  }

  /** The scheduled clean-up. */
  async clean(): Promise<DatasetCleanUp | undefined> {
    if (!this.used) return undefined
    try {
      const taken = await this.ask('clean', undefined)
      this.parts.settled()
      return taken
    } catch (error) {
      this.parts.problem(`The clean-up of datasets failed: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }

  close(): Promise<void> {
    return this.client.close()
  }

  private settings(): DatasetThreadSettings {
    const found = this.keys.read()
    if (found.from === 'unsafe') this.parts.problem(unsafeKey)
    return { datasets: this.config.datasets, masking: maskingRules(this.config), api_key: found.key }
  }
}

export function datasetsFile({ directory }: Pick<Home, 'directory'>): string {
  return join(directory, 'datasets.db')
}
