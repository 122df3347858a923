import type { AnomalousRow, DatasetStatistics, RowReason } from '../../model/dataset.ts'
import { explainRow, limitsOf, scoreRows, type Contribution, type DatasetModel } from './model.ts'
import { chanceBeyond } from './tails.ts'
import { isMissing, readNumber, type Row } from './values.ts'

/** Deviations beyond which one number alone makes a row anomalous, as it makes a mean's change a grave one. */
const farDeviations = 6
/** Where history is so often one of so few values, another one makes a row anomalous. */
const fewValues = 20
const rowsPerValue = 10
/** Chance of a number, or of a word that was never there, in one ordinary row, below which it is none. */
const seldom = 1e-6
const seldomWord = 1e-3
const mostReasons = 5
const leastShare = 0.05

/** A row that is odd in itself (`found`), or by the forest alone. */
export interface OddRow {
  index: number
  row: Row
  score: number
  found: Odd[]
}

export interface JudgedRows {
  odd: OddRow[]
  /** Of the most anomalous row; 0 of none. */
  highest: number
}

/**
 * Every row held against the model and the statistics of its history. Some rows always lie at the edge of what is usual,
 * and come in answer after answer: `isKnown` says which were there before, and those are no news.
 */
export function judgeRows(
  given: readonly Row[],
  model: DatasetModel,
  history: DatasetStatistics | null,
  isKnown: (row: Row) => boolean = () => false,
): JudgedRows {
  const scores = scoreRows(model, given)
  let highest = 0
  const odd: OddRow[] = []
  given.forEach((row, index) => {
    const found = history === null ? [] : findOdd(row, history)
    const score = Math.max(scores[index]!, ...found.map(({ strength }) => strength))
    highest = Math.max(highest, score)
    if (found.length === 0 && (!(scores[index]! > model.threshold) || isKnown(row))) return
    odd.push({ index, row, score, found })
  })
  return { odd, highest }
}

/**
 * The rows of an answer that are anomalous, most anomalous first: of many ordinary ones a few are beyond the threshold by
 * chance, and count only when they are more than chance has, or go farther than it does.
 */
export function withoutChance(odd: readonly OddRow[], model: DatasetModel, rows: number): OddRow[] {
  const limits = limitsOf(model, rows)
  const byForest = odd.filter(({ found }) => found.length === 0).length
  return odd
    .filter(({ found, score }) => found.length > 0 || byForest > limits.count || score > limits.score)
    .sort((a, b) => b.score - a.score)
}

export function tellRow({ index, score, row, found }: OddRow, model: DatasetModel): AnomalousRow {
  return { index, score, is_anomaly: true, data: row, reasons: explain(row, model, found) }
}

export interface Odd {
  reason: RowReason
  /** On the scale of the model's scores. */
  strength: number
}

/** One field far from all there was is enough, however usual the others are. */
function findOdd(row: Row, { fields, record_count, identifiers = {}, shapes = {} }: DatasetStatistics): Odd[] {
  const found: Odd[] = []
  for (const [field, described] of Object.entries(fields)) {
    const value = row[field]
    if (isMissing(value) || Object.hasOwn(identifiers, field)) continue
    if (described.type === 'numeric') {
      const number = readNumber(value)
      const { mean, std, min, max } = described.numeric_stats
      if (number === undefined || (number >= min && number <= max)) continue
      // Where all were alike, a thousandth of the value is the least that counts.
      const deviations = Math.abs(number - mean) / Math.max(std, Math.abs(mean) / 1000, 0.001)
      if (!(deviations > farDeviations)) continue
      const shape = shapes[field]
      if (shape !== undefined && chanceBeyond(shape, number, number) > seldom) continue
      const usual = `${write(min)} to ${write(max)}`
      const explanation = `${field} is ${write(number)}, ${write(deviations)} deviations from its mean; ${usual} is all there was`
      const strength = 1 - 0.4 * (farDeviations / deviations)
      found.push({ reason: { field, value: number, usual, explanation, weight: 1 }, strength })
    } else if (described.type === 'categorical') {
      const { value_distribution, unique_count, other_values } = described.stats
      if (other_values !== undefined || unique_count > fewValues || record_count < rowsPerValue * unique_count) continue
      const text = String(value).slice(0, 200)
      if (typeof value === 'object' || Object.hasOwn(value_distribution, text)) continue
      // Words of which there was one each are followed by others (Good 1953).
      const single = Object.values(value_distribution).filter((count) => count === 1).length
      if (single / record_count > seldomWord) continue
      const usual = `one of ${Object.keys(value_distribution).slice(0, 5).join(', ')}${unique_count > 5 ? ', …' : ''}`
      const explanation = `${field} is ${text}, which none of ${record_count} rows was`
      found.push({ reason: { field, value: text, usual, explanation, weight: 1 }, strength: 0.65 })
    }
  }
  return found.sort((a, b) => b.strength - a.strength)
}

function explain(row: Row, model: DatasetModel, found: readonly Odd[]): RowReason[] {
  const reasons = found.map(({ reason }) => reason)
  const named = new Set(reasons.map(({ field }) => field))
  for (const contribution of explainRow(model, row)) {
    if (reasons.length >= mostReasons || contribution.share < leastShare) break
    if (named.has(contribution.field)) continue
    named.add(contribution.field)
    reasons.push(describe(row, contribution))
  }
  return reasons.slice(0, mostReasons)
}

function describe(row: Row, { field, kind, share, low, high }: Contribution): RowReason {
  const value = valueOf(row[field])
  const part = `${Math.round(share * 100)} % of the score`
  const range = `${write(low)} to ${write(high)}`
  const usual = {
    number: range,
    length: `${range} entries`,
    hour: `hours ${range}`,
    weekday: `weekdays ${range} (Monday is 0)`,
    text_length: `${range} characters`,
    text_signs: `${Math.round(low * 100)} to ${Math.round(high * 100)} % signs and digits`,
    share: `values that ${Math.round(low * 100)} to ${Math.round(high * 100)} % of the rows have`,
  }[kind]
  return {
    field,
    value,
    usual,
    explanation: `${field} is ${value === null ? 'missing' : String(value)}; usual is ${usual} (${part})`,
    weight: share,
  }
}

function valueOf(value: unknown): RowReason['value'] {
  if (isMissing(value)) return null
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 200)
}

function write(number: number): string {
  return String(Number(number.toPrecision(4)))
}
