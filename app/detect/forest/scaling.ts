import { quantile } from '../support/robust.ts'
import { readRow, type Table } from './table.ts'

/** Of each column, by order statistics, which a few outliers do not move. */
export interface Scaling {
  median: number[]
  /** About a standard deviation, for a normal distribution. */
  spread: number[]
  /** 5th and 95th percentile: the usual range. */
  low: number[]
  high: number[]
}

/** Between the quartiles of a normal distribution lie so many standard deviations. */
const quartiles = 1.349
/** And so many between its 5th and 95th percentile. */
const tails = 3.29

export function measureScaling(table: Table): Scaling {
  const scaling: Scaling = { median: [], spread: [], low: [], high: [] }
  for (let column = 0; column < table.columns; column += 1) {
    const values = Array.from({ length: table.rows }, (_, row) => table.values[row * table.columns + column]!).sort((a, b) => a - b)
    if (values.length === 0) values.push(0)
    const at = (share: number) => quantile(values, share)
    const ends = values.at(-1)! - values[0]!
    scaling.median.push(finite(at(0.5)))
    // Many features are zero for most: where half of the rows agree, the wider range says how far values go.
    const spread = (at(0.75) - at(0.25)) / quartiles || (at(0.95) - at(0.05)) / tails || ends || 1
    scaling.spread.push(Number.isFinite(spread) ? spread : Number.MAX_VALUE)
    scaling.low.push(finite(at(0.05)))
    scaling.high.push(finite(at(0.95)))
  }
  return scaling
}

/** Spreads from the median up to which values stay nearly as they are. */
const reach = 3

/**
 * Straight near the median, logarithmic far from it (inverse hyperbolic sine): one value of a million among tens must not
 * leave all else in the first cut.
 */
export function scaleTable(table: Table, { median, spread }: Scaling): Table {
  const values = new Float64Array(table.values.length)
  for (let row = 0; row < table.rows; row += 1) {
    const from = readRow(table, row)
    for (let column = 0; column < table.columns; column += 1) {
      values[row * table.columns + column] = scaleValue(from[column]!, median[column]!, spread[column]!)
    }
  }
  return { ...table, values }
}

/** Nothing that is a number is as far away: differences of the largest numbers overflow. */
const farthest = 1000

function scaleValue(value: number, median: number, spread: number): number {
  const scaled = reach * Math.asinh((value - median) / (reach * spread))
  return Number.isNaN(scaled) ? 0 : Math.max(-farthest, Math.min(farthest, scaled))
}

/** The way from the lowest to the highest number there is has no length. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0
}
