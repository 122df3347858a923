/** Up to so many values in order, for medians; one goes in and one out in the time of a memory move. */
export class SortedValues {
  private readonly values: Float64Array
  private count = 0

  constructor(size: number) {
    this.values = new Float64Array(size)
  }

  insert(value: number): void {
    const at = this.find(value)
    this.values.copyWithin(at + 1, at, this.count)
    this.values[at] = value
    this.count += 1
  }

  remove(value: number): void {
    const at = this.find(value)
    this.values.copyWithin(at, at + 1, this.count)
    this.count -= 1
  }

  clear(): void {
    this.count = 0
  }

  median(): number {
    return (this.values[(this.count - 1) >> 1]! + this.values[this.count >> 1]!) / 2
  }

  /** Median of the distances to `centre`: two pointers walk outward from it until they have passed half of the values. */
  medianDistance(centre: number): number {
    const { values, count } = this
    let right = this.find(centre)
    let left = right - 1
    const half = count >> 1
    let before = 0
    let distance = 0
    for (let passed = 0; passed <= half; passed += 1) {
      before = distance
      const down = left >= 0 ? centre - values[left]! : Infinity
      const up = right < count ? values[right]! - centre : Infinity
      if (down < up) left -= 1
      else right += 1
      distance = Math.min(down, up)
    }
    return count % 2 === 1 ? distance : (before + distance) / 2
  }

  meanDistance(centre: number): number {
    let sum = 0
    for (let at = 0; at < this.count; at += 1) sum += Math.abs(this.values[at]! - centre) / this.count
    return sum
  }

  /** Index of the first value that is not smaller. */
  private find(value: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.values[middle]! < value) low = middle + 1
      else high = middle
    }
    return low
  }
}
