/**
 * Robust averages and spreads of many slots (an hour of the week each), learnt value by value: robust exponential smoothing
 * (Gelper, Fried, Croux 2010, "Robust forecasting with exponential and Holt–Winters smoothing"). A value further than two
 * spreads moves the average only as far as two would, and the spread by a bounded amount, so that outliers of a past week
 * are not what this week is held against.
 */
export class SlotTable {
  private readonly centres: Float64Array
  private readonly variances: Float64Array
  private readonly weights: Float32Array
  private readonly visits: Uint16Array
  /** Visits in a row of which every value was far outside. */
  private readonly outside: Uint8Array
  private readonly memory: number

  /** `memory`: how many visits a slot remembers. */
  constructor(slots: number, memory: number) {
    this.centres = new Float64Array(slots)
    this.variances = new Float64Array(slots)
    this.weights = new Float32Array(slots)
    this.visits = new Uint16Array(slots)
    this.outside = new Uint8Array(slots)
    this.memory = memory
  }

  /** How many separate times a slot was come to, as far as it matters. */
  visited(slot: number): number {
    return this.visits[slot]!
  }

  centre(slot: number): number {
    return this.centres[slot]!
  }

  weight(slot: number): number {
    return this.weights[slot]!
  }

  deviation(slot: number): number {
    return Math.sqrt(this.variances[slot]!)
  }

  /** The share of a slot that older values hold shrinks with each visit, however many values one brings. */
  visit(slot: number): void {
    this.visits[slot] = Math.min(this.visits[slot]! + 1, 65_535)
    this.weights[slot]! *= 1 - 1 / this.memory
    this.outside[slot] = Math.min(255, this.outside[slot]! + 1)
  }

  /** `floor`: the least spread that means anything. */
  learn(slot: number, value: number, floor: number): void {
    const known = Math.max(this.deviation(slot), floor)
    if (Math.abs(value - this.centres[slot]!) <= reach * known) this.outside[slot] = 0
    // Outside at visit after visit is what this slot is now, and a spread of nothing would hold its average for ever.
    else if (this.outside[slot]! > patience) {
      this.weights[slot] = 0
      this.variances[slot] = 0
      this.outside[slot] = 0
    }
    const weight = this.weights[slot]! + 1
    this.weights[slot] = weight
    const gain = 1 / this.weights[slot]!
    const centre = this.centres[slot]!
    if (weight <= 1) {
      this.centres[slot] = value
      return
    }
    const difference = value - centre
    const deviation = Math.max(this.deviation(slot), floor)
    // The first few tell the spread as they are: there is none yet to cut them by.
    const young = weight < youngValues
    const cut = young ? difference : Math.max(-reach * deviation, Math.min(reach * deviation, difference))
    this.centres[slot] = centre + gain * cut
    const spread = young ? difference * difference * (1 - gain) : boundedSquare(difference / deviation) * deviation * deviation
    this.variances[slot] = Math.max(0, this.variances[slot]! + gain * (spread - this.variances[slot]!))
  }

  /** Slots that hold something, with their numbers. */
  snapshot(): unknown {
    const used: number[] = []
    for (let slot = 0; slot < this.weights.length; slot += 1) {
      // A value of a time gone back to is learnt without a visit.
      if (this.visits[slot]! > 0 || this.weights[slot]! > 0)
        used.push(slot, this.centres[slot]!, this.variances[slot]!, this.weights[slot]!, this.visits[slot]!, this.outside[slot]!)
    }
    return used
  }

  restore(state: unknown): void {
    const used = state as readonly number[]
    for (const array of [this.centres, this.variances, this.weights, this.visits, this.outside]) array.fill(0)
    for (let i = 0; i < used.length; i += 6) {
      const slot = used[i]!
      this.centres[slot] = used[i + 1]!
      this.variances[slot] = used[i + 2]!
      this.weights[slot] = used[i + 3]!
      this.visits[slot] = used[i + 4]!
      this.outside[slot] = used[i + 5]!
    }
  }
}

const youngValues = 6
const patience = 3
/** k of Gelper, Fried and Croux. */
const reach = 2
/**
 * Of the spread, by Huber's function instead of their biweight: a slot that is mostly one value keeps a spread as long as a
 * ninth of its values are others.
 */
const spreadReach = 3
/** What the square of a normal value is on average when it is cut there. */
const cutSquare = 0.99498

function boundedSquare(x: number): number {
  return Math.min(x * x, spreadReach ** 2) / cutSquare
}
