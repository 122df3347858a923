import type { ComparedModel, ModelComparison, ScoredRow } from '../../model/outlier-model.ts'
import { rankAgreement } from '../forest/ranking.ts'
import type { FeatureRow } from './feature-rows.ts'
import type { OutlierModel } from './outlier-model.ts'
import { SpanBook, type EntitySpan } from './row-collector.ts'
import { spanOf } from './training.ts'

/** A model and the rows that it would have seen. */
export interface Contestant {
  model: OutlierModel
  rows: readonly FeatureRow[]
}

export interface ComparisonFacts {
  from: number
  to: number
  records: number
  /** Under an event that an analyst confirmed; under an event of this detector judged false. */
  confirmed: readonly EntitySpan[]
  noise: readonly EntitySpan[]
  /** Rows a day that may stand out. */
  budget: number
}

const mostShown = 20
/** More than so many times the budget, or what stands out now, is too much. */
const tooMuch = 2

interface Result extends ComparedModel {
  outlierRows: Outlier[]
}

interface Outlier {
  row: FeatureRow
  score: number
  /** Told at once by a model that learns from what comes after. */
  described?: ScoredRow
}

/** Two models over the same days: what each would have raised, and what analysts said of it. */
export function compareModels(candidate: Contestant, current: Contestant | undefined, facts: ComparisonFacts): ModelComparison {
  const { from, to, records } = facts
  const days = spanOf(candidate.rows)
  const confirmed = new SpanBook(facts.confirmed)
  const noise = new SpanBook(facts.noise)
  const first = judge(candidate, days, confirmed, noise)
  const second = current && judge(current, days, confirmed, noise)
  const gained = first.outlierRows.filter(({ row }) => second === undefined || !standsOut(second, row))
  const lost = second?.outlierRows.filter(({ row }) => !standsOut(first, row)) ?? []
  const agreement = current && current.rows === candidate.rows ? rankAgreement(first.scores, second!.scores) : undefined
  return {
    from,
    to,
    records,
    rows: candidate.rows.length,
    days,
    confirmed: candidate.rows.filter((row) => confirmed.holds(row)).length,
    candidate: strip(first),
    ...(second === undefined ? {} : { current: strip(second) }),
    only_candidate: gained.length,
    only_current: lost.length,
    both: first.outlierRows.length - gained.length,
    gained: strongest(candidate.model, gained),
    lost: current === undefined ? [] : strongest(current.model, lost),
    ...(agreement === undefined ? {} : { agreement }),
    ...conclude(first, second, facts.budget),
  }
}

type Judged = Result & { scores: Float64Array; spans: SpanBook }

function judge({ model, rows }: Contestant, days: number, confirmed: SpanBook, noise: SpanBook): Judged {
  const scores = new Float64Array(rows.length)
  const outlierRows: Outlier[] = []
  let at = 0
  model.follow(rows, (row, score) => {
    scores[at++] = score
    if (score <= model.limit) return
    outlierRows.push({ row, score, ...(model.learns ? { described: model.describe(row, score) } : {}) })
  })
  return {
    id: model.document.id,
    limit: model.limit,
    outliers: outlierRows.length,
    outliers_per_day: outlierRows.length / days,
    confirmed_found: outlierRows.filter(({ row }) => confirmed.holds(row)).length,
    noise: outlierRows.filter(({ row }) => noise.holds(row)).length,
    outlierRows,
    scores,
    spans: new SpanBook(outlierRows.map(({ row: { entity, from, to } }) => ({ names: [entity], from, to: to - 1 }))),
  }
}

function standsOut({ spans }: Judged, row: FeatureRow): boolean {
  return spans.holds(row)
}

function strip({ id, limit, outliers, outliers_per_day, confirmed_found, noise }: Judged): ComparedModel {
  return { id, limit, outliers, outliers_per_day, confirmed_found, noise }
}

function strongest(model: OutlierModel, rows: readonly Outlier[]): ScoredRow[] {
  return [...rows]
    .sort((a, b) => b.score - a.score)
    .slice(0, mostShown)
    .map(({ row, score, described }) => described ?? model.describe(row, score))
}

/** What is lost counts first, then how much there is to look at. */
function conclude(candidate: Judged, current: Judged | undefined, budget: number): Pick<ModelComparison, 'verdict' | 'why'> {
  if (current === undefined) return { verdict: 'better', why: 'There is no model in force to be better than.' }
  const missed = current.confirmed_found - candidate.confirmed_found
  if (missed > 0) return { verdict: 'worse', why: `It misses ${missed} confirmed rows that ${current.id} finds.` }
  const most = tooMuch * Math.max(budget, current.outliers_per_day)
  if (candidate.outliers_per_day > most)
    return {
      verdict: 'worse',
      why: `It raises ${round(candidate.outliers_per_day)} rows a day; ${current.id} raises ${round(current.outliers_per_day)}.`,
    }
  if (missed < 0) return { verdict: 'better', why: `It finds ${-missed} confirmed rows more than ${current.id}.` }
  if (candidate.noise < current.noise)
    return { verdict: 'better', why: `It raises ${current.noise - candidate.noise} rows fewer that were judged false.` }
  return { verdict: 'same', why: 'It loses nothing that was confirmed, and raises about as much.' }
}

function round(value: number): string {
  return value.toFixed(value < 10 ? 1 : 0)
}
