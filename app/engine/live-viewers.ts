import type { Corridor } from '../pipeline/corridor.ts'

/** Live records flow only while somebody looks. */
export class LiveViewers {
  private count = 0
  private readonly corridor: Pick<Corridor, 'showLive'>

  constructor(corridor: Pick<Corridor, 'showLive'>) {
    this.corridor = corridor
  }

  /** Call the result to look away. */
  watch(): () => void {
    this.count += 1
    if (this.count === 1) this.corridor.showLive(true)
    return () => {
      this.count -= 1
      if (this.count === 0) this.corridor.showLive(false)
    }
  }
}
