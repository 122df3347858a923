import type { EngineParameters } from '../../model/engine.ts'
import { readEngineParameters } from '../../model/engine-parameters.ts'
import type { FieldValue } from '../../model/fields.ts'
import type { Entity } from '../../model/observation.ts'
import { parseQuery } from '../../model/query-language.ts'
import type { Condition } from '../../model/query.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import { streamSourceId, type StreamDefinition } from '../../model/stream.ts'
import type { AlertBudget } from '../engines/alert-budget.ts'
import type { EngineType, SignalEngine } from '../engines/engine.ts'
import { compileRecordTest, type RecordTest } from './record-test.ts'
import { functionOf, measureOf, type WindowMeasure } from './window-measure.ts'

export const measurementDataset = 'vedette.measurement'
/** The key of a stream that is not grouped. */
export const wholeKey = 'all'
const longestValue = 200
/** Between the values of a key. */
export const keySeparator = ' · '
const day = 86_400_000
const leastIdle = 12
/** No signal waits for more windows than this before it is left alone. */
export const mostIdle = 1000

/** A stream's definition, made ready for records. */
export interface StreamPlan {
  name: string
  definition: StreamDefinition
  /** What decides which values are judged and how: a stream whose text changes learns anew. */
  fingerprint: string
  measure: WindowMeasure
  /** Messages that applications send, not records in general. */
  takesMessages: boolean
  /** Milliseconds; 0 where every value is judged by itself. */
  window: number
  lateness: number
  /** Windows in a row without anything before a signal is left alone until something comes. */
  idleLimit: number
  /** The one dataset, or else category, it looks at, where the query names one: records of others then cost it nothing. */
  about: { dataset?: string; category?: string }
  /** What says which records it takes: streams that have it in common ask once. */
  selection: string
  grouping: string
  matches: RecordTest
  /** The same, of records that are `about` what it looks at. */
  matchesAbout: RecordTest
  /** Undefined where a field it is grouped by is missing. */
  keyOf: (record: TelemetryRecord) => string | undefined
  /** Undefined where there is nothing to measure. */
  valueOf: (record: TelemetryRecord) => number | string | undefined
  entityOf: (record: TelemetryRecord, key: string) => Entity
  engine: EngineType
  /** `budget`: that of the whole stream, which all its engines spend. */
  createEngine: (budget?: AlertBudget) => SignalEngine
}

export function fingerprintOf({ name, source, aggregation, engine, max_keys }: StreamDefinition): string {
  return JSON.stringify({ name, source, aggregation, engine, max_keys })
}

/** Undefined for an engine that nobody knows, or parameters that are not its own: whoever reads the configuration says so. */
export function planStream(definition: StreamDefinition, engines: readonly EngineType[]): StreamPlan | undefined {
  const engine = engines.find(({ name }) => name === definition.engine.type)
  const parameters = engine === undefined ? undefined : parametersOf(definition, engine)
  if (engine === undefined || parameters === undefined) return undefined
  const { source, aggregation, name } = definition
  const records = source.type === 'records'
  const conditions = records ? conditionsOf(source.query) : messageConditions(name)
  const about = aboutOf(conditions)
  const measure = measureOf(records ? functionOf(source.measure) : (aggregation?.function ?? 'none'))
  const window = measure.name === 'none' ? 0 : (aggregation?.window ?? 300) * 1000
  return {
    name,
    definition,
    fingerprint: fingerprintOf(definition),
    measure,
    takesMessages: !records,
    window,
    lateness: (aggregation?.lateness ?? 60) * 1000,
    idleLimit: Math.min(mostIdle, Math.max(leastIdle, Math.ceil(day / Math.max(1, window)))),
    about,
    selection: JSON.stringify(conditions),
    grouping: records ? source.group_by.join(' ') : 'application',
    matches: compileRecordTest(conditions),
    matchesAbout: compileRecordTest(conditions.filter((condition) => !saysAbout(condition, about))),
    keyOf: records ? groupKey(source.group_by) : ({ fields }) => textOf(fields['vedette.application']),
    valueOf: records ? readerOf(measure, source.field) : readerOf(measure, 'vedette.value'),
    entityOf: records ? entityBy(source.group_by, name) : (_, key) => ({ kind: 'source', value: key }),
    engine,
    createEngine: (budget) => engine.create(parameters, budget),
  }
}

function parametersOf({ engine: { params } }: StreamDefinition, engine: EngineType): EngineParameters | undefined {
  const read = readEngineParameters(engine.parameters, params)
  return read.kind === 'read' ? read.parameters : undefined
}

function conditionsOf(query: string): Condition[] {
  const parsed = parseQuery(query)
  return parsed.kind === 'parsed' ? parsed.conditions : []
}

function messageConditions(name: string): Condition[] {
  return [
    { kind: 'equals', field: 'event.dataset', value: measurementDataset, negated: false },
    { kind: 'equals', field: 'source', value: streamSourceId(name), negated: false },
  ]
}

/** Whether the condition holds for all that is about it. */
function saysAbout(condition: Condition, { dataset, category }: StreamPlan['about']): boolean {
  if (condition.kind !== 'equals' || condition.negated) return false
  if (condition.field === 'event.dataset') return condition.value === dataset
  return condition.field === 'event.category' && condition.value === category
}

function aboutOf(conditions: readonly Condition[]): StreamPlan['about'] {
  const dataset = namedValue(conditions, 'event.dataset')
  if (dataset !== undefined) return { dataset }
  const category = namedValue(conditions, 'event.category')
  return category === undefined ? {} : { category }
}

function namedValue(conditions: readonly Condition[], field: string): string | undefined {
  for (const condition of conditions) {
    if (condition.kind !== 'equals' || condition.negated || condition.field !== field) continue
    // Equality looks over the case of letters, and a table does not.
    if (/^[a-z0-9._]+$/.test(condition.value)) return condition.value
  }
  return undefined
}

function textOf(value: FieldValue | undefined): string | undefined {
  if (value === undefined) return undefined
  const text = typeof value === 'string' ? value : String(value)
  return text.length > longestValue ? text.slice(0, longestValue) : text
}

function readField(record: TelemetryRecord, field: string): FieldValue | undefined {
  return field === 'source' ? record.source : record.fields[field]
}

function groupKey(fields: readonly string[]): StreamPlan['keyOf'] {
  const [only] = fields
  if (only === undefined) return () => wholeKey
  if (fields.length === 1) return (record) => textOf(readField(record, only))
  return (record) => {
    let key = ''
    for (const field of fields) {
      const text = textOf(readField(record, field))
      if (text === undefined) return undefined
      // Quoted where it holds what separates: two combinations never share a key.
      key += (key === '' ? '' : keySeparator) + (text.includes('·') ? JSON.stringify(text) : text)
    }
    return key
  }
}

function readerOf({ needsValue, takesText }: WindowMeasure, field: string | undefined): StreamPlan['valueOf'] {
  if (field === undefined) return () => 1
  if (!needsValue) return (record) => (readField(record, field) === undefined ? undefined : 1)
  if (takesText) {
    return (record) => {
      const value = readField(record, field)
      return typeof value === 'boolean' ? String(value) : value
    }
  }
  return (record) => {
    const value = readField(record, field)
    if (typeof value === 'number') return value
    return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined
  }
}

const kinds: readonly [RegExp, Entity['kind']][] = [
  [/\.ip$|\.address$/, 'ip'],
  [/^(source\.|destination\.)?user\./, 'user'],
  [/^host\.name$|^observer\.name$|^log\.syslog\.hostname$/, 'host'],
  [/^source$/, 'source'],
  [/^vedette\.request\.actor$/, 'actor'],
]

/** About whom an anomaly is: the first group-by field that names somebody, else the stream. */
function entityBy(fields: readonly string[], name: string): StreamPlan['entityOf'] {
  for (const field of fields) {
    const kind = kinds.find(([pattern]) => pattern.test(field))?.[1]
    if (kind !== undefined) return (record, key) => ({ kind, value: textOf(readField(record, field)) ?? key })
  }
  return (_, key) => ({ kind: 'source', value: key === wholeKey ? name : key })
}
