import type { DatasetResult, SignificantChange } from '../../model/dataset.ts'
import type { Entity, Observation, Reason } from '../../model/observation.ts'

/** Who observes them; its types and their family are declared in decide/dataset-types.ts, with those of applications. */
export const datasetDetector = 'datasets'

export interface ObservedRequest {
  dataset: string
  role: string
  user: string | null
  at: number
  run: number
  operation_name: string | null
}

const mostReasons = 20
const mostSamples = 5

/** What one dataset of one request raises: at most one observation of each type. */
export function observe(request: ObservedRequest, result: DatasetResult): Observation[] {
  return [observeRows(request, result), observeChanges(request, result), observeQuery(request, result)].filter(
    (observation) => observation !== undefined,
  )
}

function observeRows(request: ObservedRequest, { records, score, statistical_details }: DatasetResult): Observation | undefined {
  const { anomalous_rows: count, record_count } = statistical_details
  const [first] = records
  if (first === undefined) return undefined
  const { dataset, role } = request
  const why = first.reasons[0]?.explanation ?? `score ${round(score)}`
  const reasons = first.reasons.map(({ field, value, usual }): Reason => ({
    label: `${field} (usual: ${usual})`,
    value: value ?? 'null',
    met: true,
  }))
  return {
    ...base(request, entityOfDataset(dataset, role), 'dataset_anomaly', score),
    explanation: `${count} of ${record_count} rows of ${dataset} for ${role} do not belong there: ${why}`,
    reasons: [{ label: 'anomalous rows', value: count, met: true }, { label: 'highest score', value: round(score), met: true }, ...reasons],
    metadata: {
      ...facts(request),
      score: round(score),
      rows: records.slice(0, mostSamples).map(({ index, score: of, data }) => ({ index, score: round(of), data })),
    },
  }
}

function observeChanges(request: ObservedRequest, { changes }: DatasetResult): Observation | undefined {
  const { significant } = changes
  const [gravest] = significant.toSorted((a, b) => Number(b.severity === 'high') - Number(a.severity === 'high'))
  if (gravest === undefined) return undefined
  const { dataset, role } = request
  const more = significant.length > 1 ? `, and ${significant.length - 1} more` : ''
  return {
    ...base(request, entityOfDataset(dataset, role), 'dataset_change', gravest.severity === 'high' ? 0.9 : 0.6),
    explanation: `${dataset} for ${role} is not what it was: ${describeChange(gravest)}${more}`,
    reasons: significant.slice(0, mostReasons).map((change) => ({ label: describeChange(change), value: change.severity, met: true })),
    metadata: { ...facts(request), changes: significant.slice(0, mostReasons) },
  }
}

function observeQuery(request: ObservedRequest, { query_pattern: pattern }: DatasetResult): Observation | undefined {
  const [first] = pattern.concerns
  if (first === undefined) return undefined
  const { dataset, role, user } = request
  const entity: Entity = { kind: 'actor', value: user === null ? `role:${role}` : `user:${user}` }
  const high = pattern.concerns.some(({ severity }) => severity === 'high')
  return {
    ...base(request, entity, 'query_pattern_anomaly', high ? 0.9 : 0.6),
    explanation: `${dataset}: ${first.explanation}`,
    reasons: pattern.concerns.map(({ kind, severity, explanation }) => ({ label: explanation, value: severity, name: kind, met: true })),
    metadata: { ...facts(request), identity: pattern.identity, features: pattern.features, concerns: pattern.concerns },
    ...(user === null ? {} : { application: { user_id: user, resource_type: 'dataset', resource_id: dataset } }),
  }
}

/** One sentence about what is beyond its limit. */
export function describeChange(change: SignificantChange): string {
  const range = (ends: readonly number[]) => ends.map(round).join(' to ')
  switch (change.type) {
    case 'numeric_mean':
      return `mean of ${change.field} ${round(change.old_value)} → ${round(change.new_value)} (${round(change.z_score)} deviations)`
    case 'numeric_variance':
      return `deviation of ${change.field} ${round(change.old_std)} → ${round(change.new_std)}`
    case 'numeric_range':
      return `range of ${change.field} ${range(change.old_range)} → ${range(change.new_range)}`
    case 'numeric_outlier':
      return `${change.field} leaves its range ${range(change.historical_range)}: ${range(change.new_range)}`
    case 'distribution_shift':
      return `${round(change.shift_magnitude)} of the distribution of ${change.field} has moved`
    case 'distribution_bin_count':
      return `distribution of ${change.field} in ${round(change.new_bins)} bins instead of ${round(change.old_bins)}`
    case 'categorical_cardinality':
      return `${change.field} has ${round(change.new_unique)} values instead of ${round(change.old_unique)}`
    case 'categorical_distribution':
      return `shares of the values of ${change.field} have moved by ${round(change.avg_divergence)}`
    case 'categorical_dominant':
      return `most frequent values of ${change.field}: ${String(change.new_top)} instead of ${String(change.old_top)}`
    case 'date_weekend':
      return `${change.field}: weekend against weekday ${round(change.old_ratio)} → ${round(change.new_ratio)}`
    case 'null_ratio':
      return `share of nulls of ${change.field} ${round(change.old_ratio)} → ${round(change.new_ratio)}`
    case 'correlation':
      return `${change.field_pair.join(' and ')}: correlation ${round(change.old_value)} → ${round(change.new_value)}`
  }
}

function base({ dataset, role, at }: ObservedRequest, entity: Entity, anomaly_type: string, score: number) {
  return {
    detector: datasetDetector,
    anomaly_type,
    entity,
    episode: `${anomaly_type} ${dataset} ${role}`,
    score: Math.min(1, score),
    first_seen: at,
    last_seen: at,
    count: 1,
    evidence: [],
    // The same again within a while is the same event; another dataset of the same user is another.
    folding: 'episode' as const,
  }
}

function entityOfDataset(dataset: string, role: string): Entity {
  return { kind: 'actor', value: `dataset:${dataset}/${role}` }
}

function facts({ dataset, role, user, run, operation_name }: ObservedRequest): Record<string, unknown> {
  return { dataset, role, user, run, operation_name }
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
