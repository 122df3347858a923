/** A dataset as one role sees it. */
export interface Watched {
  id: number
  name: string
  role: string
}

export interface UpkeepParts {
  keepUp: (dataset: Watched) => Promise<void>
  /** Lets others have their turn. */
  turn: () => Promise<unknown>
  /** Nothing was learnt, and why. */
  failed: (dataset: Watched, error: unknown) => void
}

/** Datasets whose newest rows have not been learnt from: one after the other, once each however many answers came. */
export class Upkeep {
  private readonly parts: UpkeepParts
  private readonly waiting = new Set<number>()
  private readonly pending = new Map<number, Promise<void>>()
  private last: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(parts: UpkeepParts) {
    this.parts = parts
  }

  add(dataset: Watched): void {
    const { id } = dataset
    if (this.waiting.has(id)) return
    this.waiting.add(id)
    const work = this.last.then(() => this.keepUp(dataset))
    this.last = work
    this.pending.set(id, work)
    void work.then(() => {
      if (this.pending.get(id) === work) this.pending.delete(id)
    })
  }

  /** Resolves once what has come of a dataset is learnt from. */
  async upToDate(id: number): Promise<void> {
    await this.pending.get(id)
  }

  stop(): void {
    this.stopped = true
  }

  private async keepUp(dataset: Watched): Promise<void> {
    await this.parts.turn()
    this.waiting.delete(dataset.id)
    if (this.stopped) return
    try {
      await this.parts.keepUp(dataset)
    } catch (error) {
      if (!this.stopped) this.parts.failed(dataset, error)
    }
  }
}
