import type { AnomalousRow, DatasetStatistics, RowReason } from '../../model/dataset.ts'
import { explainRow, scoreRows, type Contribution, type DatasetModel } from './model.ts'
import { isMissing, readNumber, type Row } from './values.ts'

/** Deviations beyond which one number alone makes a row anomalous, as it makes a mean's change a grave one. */
const farDeviations = 6
/** Where history is so often one of so few values, another one makes a row anomalous. */
const fewValues = 20
const rowsPerValue = 10
const mostReasons = 5
const leastShare = 0.05

export interface JudgedRows {
  rows: AnomalousRow[]
  /** Of the most anomalous row; 0 of none. */
  highest: number
}

/**
 * Every row held against the model and the statistics of its history: the anomalous ones, most anomalous first. Some rows
 * always lie at the edge of what is usual, and come in answer after answer: `isKnown` says which were there before, and
 * those are no news.
 */
export function judgeRows(
  given: readonly Row[],
  model: DatasetModel,
  history: DatasetStatistics | null,
  isKnown: (row: Row) => boolean = () => false,
): JudgedRows {
  const scores = scoreRows(model, given)
  let highest = 0
  const rows: AnomalousRow[] = []
  given.forEach((row, index) => {
    const found = history === null ? [] : findOdd(row, history)
    const score = Math.max(scores[index]!, ...found.map(({ strength }) => strength))
    highest = Math.max(highest, score)
    if (found.length === 0 && (!(scores[index]! > model.threshold) || isKnown(row))) return
    rows.push({ index, score, is_anomaly: true, data: row, reasons: explain(row, model, found) })
  })
  return { rows: rows.sort((a, b) => b.score - a.score), highest }
}

interface Odd {
  reason: RowReason
  /** On the scale of the model's scores. */
  strength: number
}

/** One field far from all there was is enough, however usual the others are. */
function findOdd(row: Row, { fields, record_count }: DatasetStatistics): Odd[] {
  const found: Odd[] = []
  for (const [field, described] of Object.entries(fields)) {
    const value = row[field]
    if (isMissing(value)) continue
    if (described.type === 'numeric') {
      const number = readNumber(value)
      const { mean, std, min, max } = described.numeric_stats
      if (number === undefined || (number >= min && number <= max)) continue
      // Where all were alike, a thousandth of the value is the least that counts.
      const deviations = Math.abs(number - mean) / Math.max(std, Math.abs(mean) / 1000, 0.001)
      if (!(deviations > farDeviations)) continue
      const usual = `${write(min)} to ${write(max)}`
      const explanation = `${field} is ${write(number)}, ${write(deviations)} deviations from its mean; ${usual} is all there was`
      const strength = 1 - 0.4 * (farDeviations / deviations)
      found.push({ reason: { field, value: number, usual, explanation, weight: 1 }, strength })
    } else if (described.type === 'categorical') {
      const { value_distribution, unique_count, other_values } = described.stats
      if (other_values !== undefined || unique_count > fewValues || record_count < rowsPerValue * unique_count) continue
      const text = String(value).slice(0, 200)
      if (typeof value === 'object' || Object.hasOwn(value_distribution, text)) continue
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
