import type { DatasetStatistics, FieldTrace, FieldTraces, IdentifierKind } from '../../model/dataset.ts'
import { isMissing, readNumber, type Row } from './values.ts'

/** Names of fields that name a row, when nearly each row has another value there. */
const keyName =
  /(^|[_\-. ])(id|uid|uuid|guid|ulid|pk|key|seq|seqno|sequence|serial|no|nr|num|number|ref|reference|code|offset|cursor|hash)$|[a-z0-9](Id|ID|Uid|Uuid|UUID|Guid|Key|Seq|No|Nr|Number|Num|Ref|Code|Serial)$/i
/** Names of fields that name a row of another table, whether or not they come more than once. */
const referenceName = /(^|[_\-. ])(id|uid|uuid|guid|key)$|[a-z0-9](Id|ID|Uid|Uuid|UUID|Guid|Key)$/
const timeName = /date|time|stamp|epoch|created|updated|modified|expires|(^|_)(at|ts)$|[a-z](At|Ts)$/
const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i

/** Rows of an answer that say whether each has a value of its own. */
const fewestRows = 10
const looked = 50
/** Twice as many answers are halved: what a field was long ago counts for less and less. */
const remembered = 40
const mostlyDistinct = 0.9
/** Answers that rise above those before them, before a field without a telling name is one that only ever grows. */
const enoughRises = 4
const mostRises = 8
/** Values that come so often are codes (a role, a state), and how often each does says something. */
const rowsOfCode = 50
const fewestOfCodes = 500
/** A run of numbers without gaps: no amount is. */
const longSequence = 20
/** Fields that are remembered, twice what one answer is described by: whoever asks may call them as he likes. */
const mostTraces = 1000

/** What an answer adds to what is known of its fields; pure of its rows but for how the first of them are written. */
export function learnTraces(before: FieldTraces, fresh: DatasetStatistics | null, rows: readonly Row[]): FieldTraces {
  const traces: FieldTraces = { ...before }
  if (fresh === null) return traces
  for (const [name, field] of Object.entries(fresh.fields)) {
    if (field.type === 'date') continue
    const { count = 0, null_count = 0 } = fresh.nulls[name] ?? {}
    const values = count - null_count
    if (values < fewestRows) continue
    const known = halve(Object.hasOwn(before, name) ? before[name]! : nothing)
    const sample = rows
      .slice(0, looked)
      .map((row) => row[name])
      .filter((value) => !isMissing(value))
    const form = formOf(sample)
    const unique = field.type === 'numeric' ? field.numeric_stats.unique_values : field.stats.unique_count
    const isDistinct = unique >= values * 0.99
    const trace: FieldTrace = { ...known, answers: known.answers + 1, distinct: known.distinct + Number(isDistinct), form }
    if (field.type === 'numeric') {
      const { min: low, max: high, mean } = field.numeric_stats
      if (known.last !== undefined) trace.rises = countRises(known, { low, high, mean, unique }, isDistinct && form === 'integer')
      if (isDistinct && form === 'integer' && values >= longSequence && high - low < 2 * values && isMonotone(sample))
        trace.rises = mostRises
      trace.last = { low, high, mean, unique }
    }
    // Last in their order, as the newest.
    delete traces[name]
    traces[name] = trace
  }
  const names = Object.keys(traces)
  for (const name of names.slice(0, Math.max(0, names.length - mostTraces))) delete traces[name]
  return traces
}

/**
 * Fields that name a row and measure nothing: whatever moves in them is no change. By what they are: a UUID, a key by its
 * name and its values, a number that only ever grows, a moment written as a number, or a row of another table.
 */
export function findIdentifiers(traces: FieldTraces, history: DatasetStatistics | null): Record<string, IdentifierKind> {
  const found: Record<string, IdentifierKind> = {}
  for (const [name, trace] of Object.entries(traces)) {
    const kind = judge(name, trace, history)
    if (kind !== undefined) found[name] = kind
  }
  return found
}

function judge(
  name: string,
  { answers, distinct, rises, form, last }: FieldTrace,
  history: DatasetStatistics | null,
): IdentifierKind | undefined {
  if (form === 'uuid') return 'uuid'
  if (form === 'number') return undefined
  if (form === 'integer' && last !== undefined && timeName.test(name) && isMoment(last.low) && isMoment(last.high)) return 'time'
  const isDistinct = answers > 0 && distinct >= answers * mostlyDistinct
  if (isDistinct && keyName.test(name)) return 'key'
  if (isDistinct && rises >= enoughRises) return 'rising'
  return referenceName.test(name) && !holdsCodes(name, history) ? 'reference' : undefined
}

function holdsCodes(name: string, history: DatasetStatistics | null): boolean {
  const described = history?.fields[name]
  if (history === null || described === undefined || described.type === 'date') return false
  const values = described.type === 'numeric' ? described.numeric_stats.unique_values : described.stats.unique_count
  return history.record_count >= Math.max(fewestOfCodes, rowsOfCode * values)
}

const nothing: FieldTrace = { answers: 0, distinct: 0, rises: 0, form: 'text' }

function halve(trace: FieldTrace): FieldTrace {
  if (trace.answers < 2 * remembered) return trace
  return { ...trace, answers: trace.answers / 2, distinct: trace.distinct / 2 }
}

/** One more where an answer lies above the one before, two fewer where other values came that do not. */
function countRises({ rises, last }: FieldTrace, now: NonNullable<FieldTrace['last']>, canRise: boolean): number {
  const { low, high, mean, unique } = last!
  if (canRise && now.high > high && now.low >= low && now.mean > mean) return Math.min(mostRises, rises + 1)
  const isSame = now.high === high && now.low === low && now.unique === unique
  return isSame && canRise ? rises : Math.max(0, rises - 2)
}

function formOf(sample: readonly unknown[]): FieldTrace['form'] {
  const numbers = sample.map(readNumber)
  if (numbers.every((number) => number !== undefined && Number.isInteger(number))) return 'integer'
  if (numbers.some((number) => number !== undefined)) return 'number'
  return sample.every((value) => typeof value === 'string' && uuid.test(value)) ? 'uuid' : 'text'
}

function isMonotone(sample: readonly unknown[]): boolean {
  const numbers = sample.flatMap((value) => readNumber(value) ?? [])
  const rises = numbers.filter((number, at) => at > 0 && number > numbers[at - 1]!).length
  const falls = numbers.filter((number, at) => at > 0 && number < numbers[at - 1]!).length
  return rises === numbers.length - 1 || falls === numbers.length - 1
}

/** Of the years 2001 to 2128, in seconds, thousandths or millionths of them. */
function isMoment(value: number): boolean {
  return [1, 1000, 1_000_000].some((unit) => value >= 1e9 * unit && value < 5e9 * unit)
}
