import type { Bundle } from './bundle.ts'
import { WaitingLine } from './waiting-line.ts'

export interface Limits {
  count: number
  bytes: number
}

/** What waits, in order: it knows its size, lets the oldest go, and hands out batches without copying a byte. */
export class Stock {
  count = 0
  byteCount = 0
  private readonly bundles = new WaitingLine<Bundle>()

  push(bundle: Bundle): void {
    this.bundles.push(bundle)
    this.add(bundle, 1)
  }

  /** What could not be delivered is the oldest again. */
  putBack(batch: readonly Bundle[]): void {
    this.bundles.putBack(batch)
    for (const bundle of batch) this.add(bundle, 1)
  }

  /** From the oldest on, and one in any case, however long it is. */
  take(limits: Limits): Bundle[] {
    const batch: Bundle[] = []
    let { count, bytes } = limits
    for (let front = this.bundles.first; front !== undefined && count > 0; front = this.bundles.first) {
      const fitting = Math.min(count, front.fitting(bytes))
      if (fitting === 0 && batch.length > 0) break
      const bundle = this.takeFront(front, Math.max(1, fitting))
      batch.push(bundle)
      count -= bundle.count
      bytes -= bundle.byteCount + 1
    }
    return batch
  }

  /** Lets the oldest go until no more is left than that, and says how many went. */
  trim(limits: Limits): number {
    const before = this.count
    for (let front = this.bundles.first; front !== undefined; front = this.bundles.first) {
      const excess = Math.max(this.count - limits.count, this.byteCount > limits.bytes ? 1 : 0)
      if (excess <= 0) break
      this.drop(front, excess)
    }
    return before - this.count
  }

  private drop(front: Bundle, count: number): void {
    this.add(front, -1)
    if (count >= front.count) {
      this.bundles.shift()
      return
    }
    front.skip(count)
    this.add(front, 1)
  }

  private takeFront(front: Bundle, count: number): Bundle {
    this.add(front, -1)
    if (count >= front.count) return this.bundles.shift() ?? front
    const bundle = front.split(count)
    this.add(front, 1)
    return bundle
  }

  private add({ count, byteCount }: Bundle, sign: 1 | -1): void {
    this.count += sign * count
    this.byteCount += sign * byteCount
  }
}
