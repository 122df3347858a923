import type { StreamDefinition } from '../../model/stream.ts'
import type { Corridor } from '../../pipeline/corridor.ts'
import { warmUp } from '../../pipeline/warmup-client.ts'

const day = 86_400_000
/** One that failed is tried again, but not at once. Milliseconds. */
const retryAfter = 60_000

export interface WarmupsParts {
  corridor: Corridor
  entry: URL
  telemetry: string
  parameters: () => Record<string, number>
  changed: () => void
  failed: (stream: string, message: string) => void
}

/** `since`: its messages after that record wait for it. */
interface WaitingStream {
  stream: StreamDefinition
  since: number | undefined
}

interface Running {
  /** What is warmed: another text needs another warm-up. */
  text: string
  controller: AbortController
  fraction: number
}

/** Replays the history of streams that the pipeline says wait for it, one after the other. */
export class Warmups {
  private readonly running = new Map<string, Running>()
  private tail: Promise<void> = Promise.resolve()
  private readonly parts: WarmupsParts

  constructor(parts: WarmupsParts) {
    this.parts = parts
  }

  fraction(name: string): number | undefined {
    return this.running.get(name)?.fraction
  }

  /** `waiting`: the enabled streams that the pipeline knows and that have no past yet. */
  attend(waiting: readonly WaitingStream[], streams: readonly StreamDefinition[]): void {
    for (const [name, { text, controller }] of this.running) {
      if (streams.some((stream) => stream.name === name && JSON.stringify(stream) === text)) continue
      controller.abort()
      this.running.delete(name)
    }
    for (const one of waiting) if (!this.running.has(one.stream.name)) this.begin(one)
  }

  async close(): Promise<void> {
    for (const { controller } of this.running.values()) controller.abort()
    await this.tail
  }

  private begin({ stream, since }: WaitingStream): void {
    const running: Running = { text: JSON.stringify(stream), controller: new AbortController(), fraction: 0 }
    this.running.set(stream.name, running)
    this.tail = this.tail.then(() => this.run(stream, since, running))
  }

  private async run(stream: StreamDefinition, since: number | undefined, running: Running): Promise<void> {
    const { corridor, entry, telemetry, parameters, changed, failed } = this.parts
    const { signal } = running.controller
    try {
      const data = { telemetry, stream, parameters: parameters(), from: Date.now() - stream.warmup * day, since }
      const onProgress = (fraction: number) => {
        running.fraction = fraction
      }
      // What came before those messages must be stored to be found.
      if (since !== undefined) await corridor.flush(false)
      const history = await warmUp(entry, data, { hold: () => corridor.holdStream(stream.name), onProgress, signal })
      if (history !== undefined && !signal.aborted)
        await corridor.adoptStream(stream.name, since === undefined ? history : { ...history, upto: since })
    } catch (error) {
      if (!signal.aborted) {
        failed(stream.name, error instanceof Error ? error.message : String(error))
        setTimeout(() => this.forget(stream.name, running), retryAfter).unref()
        return
      }
    }
    this.forget(stream.name, running)
    changed()
  }

  private forget(name: string, running: Running): void {
    if (this.running.get(name) === running) this.running.delete(name)
  }
}
