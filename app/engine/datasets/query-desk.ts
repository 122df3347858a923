import type { QueryPattern } from '../../model/dataset.ts'
import { readDocument, rootFields, type RootField } from '../../detect/datasets/query-document.ts'
import { readFeatures } from '../../detect/datasets/query-features.ts'
import { canonicalText } from '../../detect/datasets/query-identity.ts'
import { findConcerns, learn, nothingYet } from '../../detect/datasets/query-watch.ts'
import type { DatasetRequest } from '../../detect/datasets/request-checks.ts'
import type { AnsweredDataset } from '../../detect/datasets/response-rows.ts'
import type { DatasetStore, RequestTrace, StoredDataset } from '../../store/dataset-port.ts'

/** A query, read. */
export interface ReadQuery {
  roots: RootField[]
  pattern: QueryPattern
  /** Canonical; absent where it could not be read. */
  text?: string
}

const enoughAnswers = 10
/** Of a document that is kept. */
const longestText = 20_000

/** Per role: the same text asked by another role is another query. */
export function readQuery({ query, operationName, role }: DatasetRequest, sha256: (text: string) => string): ReadQuery {
  const nothing = { first_seen: false, is_anomaly: false, concerns: [], operation_name: operationName }
  const reading = readDocument(query, operationName)
  if (reading.kind === 'invalid')
    return {
      roots: [],
      pattern: { ...nothing, identity: null, features: null, complexity_score: null, error: reading.message.slice(0, 500) },
    }
  const { document, operation } = reading
  const text = canonicalText(document, operation)
  const features = readFeatures(document, query)
  const identity = sha256(JSON.stringify([role, text]))
  const operation_name = operationName ?? operation.name?.value ?? null
  const pattern = { ...nothing, identity, operation_name, features, complexity_score: features.complexity_score }
  return { roots: rootFields(document, operation), pattern, text }
}

/** What of this query is unlike its role's, for one of the datasets it reads. */
export function judgeQuery(
  store: DatasetStore,
  role: string,
  { pattern }: ReadQuery,
  { dataset, answered, alone }: { dataset: StoredDataset; answered: AnsweredDataset; alone: boolean },
): QueryPattern {
  const { features, identity } = pattern
  const rows = answered.rows.length
  if (features === null || identity === null) {
    if (rows === 0) return pattern
    const explanation = `${rows} rows were answered to a query that cannot be read`
    return { ...pattern, is_anomaly: true, concerns: [{ kind: 'invalid_query', severity: 'medium', explanation }] }
  }
  const known = store.role(role)
  const ofQuery = store.queryRows(role, identity)
  const prefix = `${answered.name}.`
  const history = {
    role,
    requests: known?.requests ?? 0,
    complexity: known?.complexity ?? nothingYet,
    rows: alone && ofQuery !== undefined && ofQuery.count >= enoughAnswers ? ofQuery : dataset.volume,
    knows: (field: string) => store.knowsField(role, answered.name, field.slice(prefix.length)),
  }
  const concerns = findConcerns(history, answered.fields, features, rows)
  return { ...pattern, first_seen: ofQuery === undefined, is_anomaly: concerns.length > 0, concerns }
}

/** What the request leaves behind of its query. */
export function traceQuery(
  store: DatasetStore,
  role: string,
  at: number,
  read: ReadQuery,
  answered: readonly AnsweredDataset[],
): RequestTrace {
  const fields = answered.flatMap(({ name, fields: read }) => read.map((field) => ({ dataset: name, field: field.slice(name.length + 1) })))
  const { identity, features, operation_name } = read.pattern
  if (identity === null || features === null || read.text === undefined) return { role, at, fields }
  const total = answered.reduce((sum, { rows }) => sum + rows.length, 0)
  return {
    role,
    at,
    fields,
    query: {
      identity,
      operation_name,
      text: read.text.slice(0, longestText),
      datasets: answered.map(({ name }) => name),
      features,
      rows: learn(store.queryRows(role, identity) ?? nothingYet, total),
      complexity: learn(store.role(role)?.complexity ?? nothingYet, features.complexity_score),
    },
  }
}
