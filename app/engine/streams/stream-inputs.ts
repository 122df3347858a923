import type { OpenedSource, SourceState } from '../../model/source.ts'
import { streamSourceId, type StreamDefinition } from '../../model/stream.ts'
import type { Corridor } from '../../pipeline/corridor.ts'
import type { ConsoleStore } from '../../store/store.ts'
import { findPosition, type FindNewest } from './file-position.ts'

export interface StreamInputsParts {
  corridor: Corridor
  newest: FindNewest
  console: ConsoleStore
}

interface Input {
  text: string
  state: SourceState
  /** When it was last opened, or could not be. */
  tried: number
}

/** A port may become free, a file may come to be. Milliseconds. */
const retryPause = 3_000

/** Sockets and files that streams read by themselves. */
export class StreamInputs {
  private readonly inputs = new Map<string, Input>()
  private readonly parts: StreamInputsParts

  constructor(parts: StreamInputsParts) {
    this.parts = parts
  }

  state(name: string): SourceState | undefined {
    return this.inputs.get(name)?.state
  }

  /** Opens what is new or changed, closes what is gone; one that fails leaves the others open. Whether anything was to be done. */
  async configure(streams: readonly StreamDefinition[]): Promise<boolean> {
    let changed = false
    const wanted = streams.filter(({ enabled, source }) => enabled && (source.type === 'socket' || source.type === 'file'))
    const names = new Set(wanted.map(({ name }) => name))
    for (const name of [...this.inputs.keys()]) {
      if (names.has(name)) continue
      await this.close(name)
      changed = true
    }
    for (const { name, source } of wanted) {
      const text = JSON.stringify(source)
      const known = this.inputs.get(name)
      const failed = known?.text === text && known.state.kind === 'failed' ? known : undefined
      if (known?.text === text && (failed === undefined || Date.now() - failed.tried < retryPause)) continue
      const input: Input = { text, state: failed?.state ?? { kind: 'starting' }, tried: Date.now() }
      this.inputs.set(name, input)
      input.state = await this.parts.corridor.openSource(await this.describe(name, source))
      // That it still fails is no news.
      if (failed === undefined || input.state.kind !== 'failed') changed = true
    }
    return changed
  }

  private async close(name: string): Promise<void> {
    this.inputs.delete(name)
    await this.parts.corridor.closeSource(streamSourceId(name))
  }

  private async describe(name: string, source: StreamDefinition['source']): Promise<OpenedSource> {
    const id = streamSourceId(name)
    const base = { id, enabled: true, timezone: 'UTC', address: '127.0.0.1', port: 0 }
    if (source.type === 'socket')
      return { ...base, type: source.protocol === 'udp' ? 'json-udp' : 'json-tcp', address: source.address, port: source.port }
    if (source.type !== 'file') throw new Error(`${source.type} is nothing to be opened`)
    return {
      ...base,
      type: 'json-file',
      path: source.path,
      follow: source.follow,
      ...(await findPosition(this.parts, { name, path: source.path })),
    }
  }
}
