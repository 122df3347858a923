import type { Corridor } from '../pipeline/corridor.ts'
import type { Config } from '../model/config.ts'
import type { Source, SourceState, SourceStatus } from '../model/source.ts'
import type { ConfigFile } from './config-file.ts'

export type SourceChange =
  | { kind: 'changed'; status: SourceStatus; before: Source | undefined }
  | { kind: 'not_found'; message: string }
  | { kind: 'conflict'; message: string }

/** The configured sources and what has become of each; every change goes to vedette.yml first. */
export class SourceManager {
  private readonly sources = new Map<string, SourceStatus>()
  private readonly corridor: Corridor
  private readonly config: ConfigFile
  private readonly changed: (statuses: SourceStatus[]) => void

  constructor(corridor: Corridor, config: ConfigFile, changed: (statuses: SourceStatus[]) => void) {
    this.corridor = corridor
    this.config = config
    this.changed = changed
  }

  /** Opens every enabled source; one that fails leaves the others running. */
  async start(config: Config): Promise<void> {
    for (const source of config.sources) this.sources.set(source.id, { source, state: { kind: source.enabled ? 'starting' : 'paused' } })
    await Promise.all(config.sources.map((source) => this.apply(source)))
  }

  list(): SourceStatus[] {
    return [...this.sources.values()]
  }

  find(id: string): SourceStatus | undefined {
    return this.sources.get(id)
  }

  async add(source: Source): Promise<SourceChange> {
    if (this.sources.has(source.id) || source.id === 'import')
      return { kind: 'conflict', message: `There is a source named "${source.id}" already.` }
    const index = this.sources.size
    return this.save([{ path: ['sources', index], value: source }], source, undefined)
  }

  async edit(id: string, source: Source): Promise<SourceChange> {
    const before = this.sources.get(id)
    if (before === undefined) return missing(id)
    if (source.id !== id && this.sources.has(source.id))
      return { kind: 'conflict', message: `There is a source named "${source.id}" already.` }
    const index = [...this.sources.keys()].indexOf(id)
    if (source.id !== id) await this.corridor.closeSource(id)
    return this.save([{ path: ['sources', index], value: source }], source, before.source)
  }

  async setEnabled(id: string, enabled: boolean): Promise<SourceChange> {
    const before = this.sources.get(id)
    if (before === undefined) return missing(id)
    return this.edit(id, { ...before.source, enabled })
  }

  async remove(id: string): Promise<SourceChange> {
    const before = this.sources.get(id)
    if (before === undefined) return missing(id)
    const index = [...this.sources.keys()].indexOf(id)
    const written = this.config.edit([{ path: ['sources', index], value: undefined }])
    if (written.kind === 'refused') return { kind: 'conflict', message: written.problems[0]?.message ?? 'refused' }
    await this.corridor.closeSource(id)
    this.sources.delete(id)
    this.changed(this.list())
    return { kind: 'changed', status: { source: before.source, state: { kind: 'paused' } }, before: before.source }
  }

  private async save(changes: Parameters<ConfigFile['edit']>[0], source: Source, before: Source | undefined): Promise<SourceChange> {
    const written = this.config.edit(changes)
    if (written.kind === 'refused') {
      return { kind: 'conflict', message: written.problems.map(({ path, message }) => `${path}: ${message}`).join('; ') }
    }
    this.replace(before?.id, { source, state: { kind: 'starting' } })
    const status = await this.apply(source)
    return { kind: 'changed', status, before }
  }

  /** Keeps the order of the file: an index here is an index there. */
  private replace(id: string | undefined, status: SourceStatus): void {
    const entries = [...this.sources.entries()]
    const at = entries.findIndex(([key]) => key === id)
    if (at === -1) entries.push([status.source.id, status])
    else entries[at] = [status.source.id, status]
    this.sources.clear()
    for (const [key, value] of entries) this.sources.set(key, value)
  }

  private async apply(source: Source): Promise<SourceStatus> {
    let state: SourceState = { kind: 'paused' }
    if (source.enabled) state = await this.corridor.openSource(source)
    else await this.corridor.closeSource(source.id)
    const status = { source, state }
    this.sources.set(source.id, status)
    this.changed(this.list())
    return status
  }
}

function missing(id: string): SourceChange {
  return { kind: 'not_found', message: `There is no source named "${id}".` }
}
