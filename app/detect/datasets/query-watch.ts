import type { QueryConcern, QueryFeatures } from '../../model/dataset.ts'

/** Mean and deviation of what has been, kept as sums so that one more costs nothing (Welford 1962). */
export interface Running {
  count: number
  mean: number
  /** Of squared distances from the mean. */
  spread: number
  max: number
}

export const nothingYet: Running = { count: 0, mean: 0, spread: 0, max: 0 }

export function learn({ count, mean, spread, max }: Running, value: number): Running {
  const next = mean + (value - mean) / (count + 1)
  return { count: count + 1, mean: next, spread: spread + (value - mean) * (value - next), max: count === 0 ? value : Math.max(max, value) }
}

export function deviation({ count, spread }: Running): number {
  return count === 0 ? 0 : Math.sqrt(spread / count)
}

/** What is known of a role before this request. */
export interface RoleHistory {
  role: string
  /** Requests of it. */
  requests: number
  /** Rows that it was answered, by what was asked: the query where it is known well enough, else the dataset. */
  rows: Running
  complexity: Running
  /** Whether it has read a field (`dataset.field`) before. */
  knows: (field: string) => boolean
}

/** Requests until a role is known well enough for anything of it to be unusual. */
const enoughRequests = 20
const enoughAnswers = 10

/** Why this request is not as this role's requests are. */
export function findConcerns(history: RoleHistory, fields: readonly string[], features: QueryFeatures, rows: number): QueryConcern[] {
  const concerns: QueryConcern[] = []
  const { role, requests } = history
  if (requests >= enoughRequests) {
    const fresh = fields.filter((field) => !history.knows(field))
    if (fresh.length > 0) {
      const named = fresh.slice(0, 5).join(', ')
      const explanation = `${role} has read ${named}${fresh.length > 5 ? ` and ${fresh.length - 5} more` : ''} for the first time, after ${requests} requests`
      concerns.push({ kind: 'first_use', severity: 'medium', explanation, fields: fresh.slice(0, 50) })
    }
  }
  const volume = unusual(history.rows, rows, enoughAnswers)
  if (volume !== undefined) {
    const { mean } = history.rows
    const explanation = `${role} was answered ${rows} rows, where ${round(mean)} are usual and ${history.rows.max} were the most`
    concerns.push({ kind: 'unusual_volume', severity: volume, explanation })
  }
  const complexity = unusual(history.complexity, features.complexity_score, enoughRequests)
  if (complexity !== undefined) {
    const explanation = `a query of complexity ${features.complexity_score} by ${role}, where ${round(history.complexity.mean)} is usual and ${history.complexity.max} was the most`
    concerns.push({ kind: 'unusual_complexity', severity: complexity, explanation })
  }
  return concerns
}

/** Beyond all there was, and three deviations above the mean (six: gravely); where all were alike, a fifth of the mean is one. */
function unusual(known: Running, value: number, enough: number): QueryConcern['severity'] | undefined {
  if (known.count < enough || value <= known.max) return undefined
  const deviations = (value - known.mean) / Math.max(deviation(known), known.mean / 5, 1)
  if (deviations > 6) return 'high'
  return deviations > 3 ? 'medium' : undefined
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
