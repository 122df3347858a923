import type { DatasetChanges, DatasetComparison, DatasetStatistics } from '../../model/dataset.ts'
import { fewestRows, isNews } from './chance.ts'
import { compareStatistics } from './comparison.ts'
import { findSignificant } from './significance.ts'

const empty: DatasetChanges['comparison'] = {
  field_changes: {},
  new_fields: [],
  missing_fields: [],
  distribution_changes: {},
  correlation_changes: {},
}

/** An answer held against history. `fresh` is described with the bins of `history`, and has the identifiers. */
export function findChanges(history: DatasetStatistics | null, fresh: DatasetStatistics | null, minimum: number): DatasetChanges {
  const [known, came] = [history?.record_count ?? 0, fresh?.record_count ?? 0]
  const refuse = (reason: string): DatasetChanges => ({ compared: false, reason, comparison: empty, significant: [] })
  if (history === null || known < minimum) return refuse(`${known} of ${minimum} rows that a comparison needs are known`)
  if (fresh === null || came === 0) return refuse('no rows came')
  const comparison = withoutIdentifiers(compareStatistics(history, fresh), fresh.identifiers ?? {})
  if (came < fewestRows) {
    const { new_fields, missing_fields } = comparison
    const reason = `${came} rows are too few to compare figures (${fewestRows}): only their fields were`
    return { compared: false, reason, comparison: { ...empty, new_fields, missing_fields }, significant: [] }
  }
  const significant = findSignificant(history, fresh, comparison).filter((change) => isNews(change, history, fresh))
  return { compared: true, comparison, significant }
}

/** Of identifiers only whether they are there, and of what type. */
function withoutIdentifiers(comparison: DatasetComparison, identifiers: NonNullable<DatasetStatistics['identifiers']>): DatasetComparison {
  for (const name of Object.keys(identifiers)) {
    delete comparison.distribution_changes[name]
    const change = comparison.field_changes[name]
    if (change === undefined) continue
    Object.assign(change, { value_range_changed: false, cardinality_changed: false, distribution_changed: false })
  }
  return comparison
}
