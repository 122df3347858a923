import type { DatasetChanges, DatasetStatistics, SignificantChange } from '../../model/dataset.ts'
import { compareStatistics } from './comparison.ts'
import { findSignificant } from './significance.ts'

/** Rows below which a single odd one would change every figure. */
const fewestRows = 20

const empty: DatasetChanges['comparison'] = {
  field_changes: {},
  new_fields: [],
  missing_fields: [],
  distribution_changes: {},
  correlation_changes: {},
}

/** An answer held against history. `fresh` is described with the bins of `history`. */
export function findChanges(history: DatasetStatistics | null, fresh: DatasetStatistics | null, minimum: number): DatasetChanges {
  const [known, came] = [history?.record_count ?? 0, fresh?.record_count ?? 0]
  const refuse = (reason: string): DatasetChanges => ({ compared: false, reason, comparison: empty, significant: [] })
  if (history === null || known < minimum) return refuse(`${known} of ${minimum} rows that a comparison needs are known`)
  if (fresh === null || came === 0) return refuse('no rows came')
  const comparison = compareStatistics(history, fresh)
  if (came < fewestRows) {
    const { new_fields, missing_fields } = comparison
    const reason = `${came} rows are too few to compare figures (${fewestRows}): only their fields were`
    return { compared: false, reason, comparison: { ...empty, new_fields, missing_fields }, significant: [] }
  }
  const significant = findSignificant(history, fresh, comparison).filter((change) => came >= rowsFor(change, history))
  return { compared: true, comparison, significant }
}

/**
 * Rows that a figure needs so that chance alone seldom moves it past its limit. Of k bins, the shares of n rows are on average
 * sqrt(2k / πn) away from their own distribution: half the limit of 0.4 at n = 16k. A share of n rows strays by
 * 0.5 / sqrt(n) at most: a limit of 0.1 is three times that at 225.
 */
function rowsFor({ type, field }: SignificantChange, history: DatasetStatistics): number {
  switch (type) {
    case 'distribution_shift':
    case 'distribution_bin_count': {
      const described = field === undefined ? undefined : history.fields[field]
      return described?.type === 'numeric' ? 16 * described.distribution.histogram.length : fewestRows
    }
    case 'categorical_distribution':
    case 'categorical_dominant':
      return 225
    case 'date_weekend':
    case 'null_ratio':
    case 'correlation':
      return 100
    default:
      return fewestRows
  }
}
