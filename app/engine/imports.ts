import { randomUUID } from 'node:crypto'
import type { Corridor, Imported } from '../pipeline/corridor.ts'
import type { ImportFormat, ImportPorts } from '../pipeline/messages.ts'
import type { SourceStatus } from '../model/source.ts'
import type { PushBus } from './push-bus.ts'

/** IANA's ports and the ones exporters are given by habit, beside those of the configured sources. */
const usualPorts: ImportPorts = { syslog: [514, 5514, 1514], netflow: [2055, 2056, 9555, 9995, 9996, 4739] }

/** Files run through the corridor, with progress and a way to stop. */
export class Imports {
  private readonly running = new Map<string, AbortController>()
  private readonly corridor: Corridor
  private readonly bus: PushBus
  private readonly sources: () => SourceStatus[]
  private readonly settled: () => Promise<void>

  /** `settled`: when all that was committed has become events. */
  constructor(parts: { corridor: Corridor; bus: PushBus; sources: () => SourceStatus[]; settled: () => Promise<void> }) {
    this.corridor = parts.corridor
    this.bus = parts.bus
    this.sources = parts.sources
    this.settled = parts.settled
  }

  /** Starts in the background, `when` it may; `import.progress` tells how it goes. */
  start(
    files: string[],
    format: ImportFormat,
    records: () => number,
    { stream, when }: { stream?: string; when?: (signal: AbortSignal) => Promise<void> } = {},
  ): string {
    const id = randomUUID()
    const controller = new AbortController()
    this.running.set(id, controller)
    const before = records()
    const report = (fraction: number, state: 'running' | 'done' | 'cancelled' | 'failed', message?: string) =>
      this.bus.push('import.progress', { id, fraction, records: records() - before, state, message })
    const { signal } = controller
    const onProgress = (fraction: number) => report(fraction, 'running')
    Promise.resolve(when?.(signal))
      .then((): Promise<Imported> | Imported =>
        signal.aborted ? { outcome: { kind: 'cancelled' }, problems: [] } : this.run(files, format, { stream, signal, onProgress }),
      )
      .then(({ outcome, problems }) => {
        const message = outcome.kind === 'failed' ? outcome.message : problems.map((problem) => problem.message).join('\n') || undefined
        report(1, outcome.kind, message)
      })
      .catch((error: unknown) => report(1, 'failed', error instanceof Error ? error.message : String(error)))
      .finally(() => this.running.delete(id))
    return id
  }

  cancel(id: string): boolean {
    const controller = this.running.get(id)
    controller?.abort()
    return controller !== undefined
  }

  /** Resolves when every record of the files is stored and the detectors have said what they held back. */
  async run(
    files: string[],
    format: ImportFormat,
    options: {
      signal?: AbortSignal
      onProgress: (fraction: number) => void
      ports?: Partial<ImportPorts>
      drain?: boolean
      /** Of measurements. */
      stream?: string
    },
  ): Promise<Imported> {
    const imported = await this.corridor.importFiles(files, format, this.portsWith(options.ports), options)
    await this.corridor.flush(options.drain ?? false)
    await this.settled()
    return imported
  }

  private portsWith(extra: Partial<ImportPorts> | undefined): ImportPorts {
    const ports: ImportPorts = {
      syslog: [...usualPorts.syslog, ...(extra?.syslog ?? [])],
      netflow: [...usualPorts.netflow, ...(extra?.netflow ?? [])],
    }
    for (const { source, state } of this.sources()) {
      const port = state.kind === 'listening' ? state.port : source.port
      if (source.type === 'netflow-udp') ports.netflow.push(port)
      else if (source.type.startsWith('syslog')) ports.syslog.push(port)
    }
    return ports
  }
}
