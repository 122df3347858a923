import type { ApplicationType } from './application-types.ts'

/** What watching the answers of applications' queries raises: no detector of records does. */
export const datasetTypes: readonly ApplicationType[] = [
  {
    anomaly_type: 'dataset_anomaly',
    family: 'DATASETS',
    title: 'Rows in an answer that do not belong there',
    description: 'An application’s query was answered with rows unlike those that this dataset holds for this role.',
    risk_score: 55,
    severity: 'medium',
    category: 'business',
    techniques: [],
  },
  {
    anomaly_type: 'dataset_change',
    family: 'DATASETS',
    title: 'A dataset is not what it was',
    description: 'The figures of an answer (means, ranges, values, nulls) are beyond their limits from those of its history.',
    risk_score: 45,
    severity: 'medium',
    category: 'business',
    techniques: [],
  },
  {
    anomaly_type: 'query_pattern_anomaly',
    family: 'DATASETS',
    title: 'A query unlike those of its role',
    description: 'A role read a field for the first time, was answered far more rows than usual, or asked a far more complex query.',
    risk_score: 60,
    severity: 'high',
    category: 'permission',
    techniques: [{ id: 'T1213', name: 'Data from Information Repositories', version: '17.1' }],
  },
]
