import type { Corridor } from '../pipeline/corridor.ts'
import type { Config } from '../model/config.ts'
import { importSource, type Source, type SourceFailure, type SourceState, type SourceStatus } from '../model/source.ts'
import type { ConfigFile } from './config-file.ts'

export type SourceChange =
  | { kind: 'changed'; status: SourceStatus; before: Source | undefined }
  | { kind: 'not_found'; message: string }
  | { kind: 'conflict'; message: string }

export interface SourceListener {
  changed(statuses: SourceStatus[]): void
  /** It was to listen and cannot. */
  failed(source: Source, failure: SourceFailure): void
}

/** The configured sources and what has become of each; every change goes to vedette.yml first. */
export class SourceManager {
  private readonly sources = new Map<string, SourceStatus>()
  private readonly corridor: Corridor
  private readonly config: ConfigFile
  private readonly listener: SourceListener

  constructor(corridor: Corridor, config: ConfigFile, listener: SourceListener) {
    this.corridor = corridor
    this.config = config
    this.listener = listener
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
    if (this.sources.has(source.id) || source.id === importSource)
      return { kind: 'conflict', message: `There is a source named "${source.id}" already.` }
    return this.save(undefined, source, undefined)
  }

  async edit(id: string, source: Source): Promise<SourceChange> {
    const before = this.sources.get(id)
    if (before === undefined) return missing(id)
    if (source.id !== id && (this.sources.has(source.id) || source.id === importSource))
      return { kind: 'conflict', message: `There is a source named "${source.id}" already.` }
    return this.save(id, source, before.source)
  }

  async setEnabled(id: string, enabled: boolean): Promise<SourceChange> {
    const before = this.sources.get(id)
    if (before === undefined) return missing(id)
    return this.edit(id, { ...before.source, enabled })
  }

  async remove(id: string): Promise<SourceChange> {
    const before = this.sources.get(id)
    if (before === undefined) return missing(id)
    const refusal = this.write(id, undefined)
    if (refusal !== undefined) return refusal
    this.sources.delete(id)
    await this.corridor.closeSource(id)
    this.listener.changed(this.list())
    return { kind: 'changed', status: { source: before.source, state: { kind: 'paused' } }, before: before.source }
  }

  private async save(id: string | undefined, source: Source, before: Source | undefined): Promise<SourceChange> {
    const refusal = this.write(id, source)
    if (refusal !== undefined) return refusal
    this.replace(id, { source, state: { kind: 'starting' } })
    if (id !== undefined && id !== source.id) await this.corridor.closeSource(id)
    const status = await this.apply(source)
    return { kind: 'changed', status, before }
  }

  /** Puts one source into vedette.yml, wherever it stands there by now: a person may have edited the file meanwhile. */
  private write(id: string | undefined, source: Source | undefined): SourceChange | undefined {
    const read = this.config.read()
    const listed = read.kind === 'read' ? read.config.sources : []
    const found = listed.findIndex((other) => other.id === id)
    if (found === -1 && source === undefined) return undefined
    const written = this.config.edit([{ path: ['sources', found === -1 ? listed.length : found], value: source }])
    if (written.kind === 'read') return undefined
    const problems = written.problems.map(({ line, path, message }) => `line ${line}: ${path === '' ? '' : `${path}: `}${message}`)
    return { kind: 'conflict', message: `${this.config.file}, ${problems.join('; ')}` }
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
    // It may have been removed while it was being opened.
    if (this.sources.has(source.id)) this.sources.set(source.id, status)
    else await this.corridor.closeSource(source.id)
    if (state.kind === 'failed') this.listener.failed(source, state.failure)
    this.listener.changed(this.list())
    return status
  }
}

function missing(id: string): SourceChange {
  return { kind: 'not_found', message: `There is no source named "${id}".` }
}
