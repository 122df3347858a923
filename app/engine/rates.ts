/** Records a second over a short while, from counters read now and then. */
export class Rates {
  private readonly samples = new Map<string, { at: number; count: number }[]>()
  private readonly span: number

  /** `span`: milliseconds looked back. */
  constructor(span = 5000) {
    this.span = span
  }

  add(source: string, count: number, at: number): void {
    const samples = this.samples.get(source) ?? []
    samples.push({ at, count })
    while (samples.length > 2 && (samples[1]?.at ?? at) < at - this.span) samples.shift()
    this.samples.set(source, samples)
  }

  /** Per second. */
  rate(source: string): number {
    const samples = this.samples.get(source)
    const first = samples?.[0]
    const last = samples?.at(-1)
    if (first === undefined || last === undefined || last.at <= first.at) return 0
    return ((last.count - first.count) * 1000) / (last.at - first.at)
  }
}
