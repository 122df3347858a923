import type { z } from 'zod'
import { suggestWord } from '../model/nearest-word.ts'

interface SchemaDefinition {
  type: string
  innerType?: Schema
  in?: Schema
  out?: Schema
  element?: Schema
  valueType?: Schema
  shape?: Record<string, Schema>
  options?: readonly Schema[]
  discriminator?: string
}
interface Schema {
  def: SchemaDefinition
}

/** Without what is said of the size of a value that is of another kind. */
export function plainIssues(error: z.ZodError | undefined): z.core.$ZodIssue[] {
  const issues = error?.issues ?? []
  const placeOf = ({ path }: z.core.$ZodIssue) => JSON.stringify(path)
  const otherKinds = new Set(issues.filter(({ code }) => code === 'invalid_type').map(placeOf))
  return issues.filter((issue) => issue.code === 'invalid_type' || !otherKinds.has(placeOf(issue)))
}

/** The problem in a sentence that names the nearest right word, where a word is wrong. */
export function wordIssue(issue: z.core.$ZodIssue, document: unknown): string {
  // `repository` is short for `{ type: repository }`.
  const whole = valueAt(document, issue.path.slice(0, -1))
  const given = typeof whole === 'string' ? whole : valueAt(document, issue.path)
  if (issue.code === 'invalid_value' && typeof given === 'string')
    return `there is no "${given}"${suggestWord(given, issue.values.map(String))}`
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) {
    const options = issue.options.map(String)
    if (typeof given === 'string') return `there is no "${given}"${suggestWord(given, options)}`
    return given === undefined ? `type is missing; there are ${options.join(', ')}` : `must be one of ${options.join(', ')}`
  }
  if (issue.code === 'invalid_type') {
    const wanted = kinds[issue.expected]
    if (given === undefined) return 'is missing'
    return wanted === undefined ? issue.message : `must be ${wanted}, not ${describe(given)}`
  }
  if (issue.code === 'too_small' || issue.code === 'too_big') return wordBound(issue)
  return issue.message
}

const kinds: Partial<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
}

function describe(given: unknown): string {
  if (Array.isArray(given)) return 'a list'
  if (given === null) return 'empty'
  if (typeof given === 'object') return 'a group of keys'
  // NaN has no JSON.
  const text = typeof given === 'number' ? String(given) : (JSON.stringify(given) ?? '')
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const counted: Partial<Record<string, string>> = { string: ' characters long', array: ' items', set: ' items' }

function wordBound(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const [limit, side] = issue.code === 'too_small' ? [issue.minimum, 'least'] : [issue.maximum, 'most']
  if (issue.inclusive === false) return `must be ${side === 'least' ? 'more' : 'less'} than ${limit}`
  const what = counted[issue.origin]
  if (what === undefined) return `must be at ${side} ${limit}`
  return what === ' items' ? `must have at ${side} ${limit}${limit === 1 ? ' item' : what}` : `must be at ${side} ${limit}${what}`
}

/** `there is no key "sorce"; did you mean "source"?` */
export function wordUnknownKey(key: string, path: readonly PropertyKey[], schema: z.ZodType, document: unknown): string {
  const keys = keysAt(schema as unknown as Schema, path, document)
  return `there is no key "${key}"${keys.length === 0 ? '' : suggestWord(key, keys)}`
}

function keysAt(schema: Schema, path: readonly PropertyKey[], value: unknown): string[] {
  const plain = unwrap(schema, value)
  const { def } = plain
  if (path.length === 0) return def.shape === undefined ? [] : Object.keys(def.shape)
  const [first, ...rest] = path
  const inner = def.shape?.[String(first)] ?? def.element ?? def.valueType
  return inner === undefined ? [] : keysAt(inner, rest, valueAt(value, [first!]))
}

/** What is within defaults and the like; of alternatives, the one that the value says it is. */
function unwrap(schema: Schema, value: unknown): Schema {
  const { def } = schema
  // A preprocessed schema comes out of a pipe behind a transform.
  if (def.type === 'pipe' && def.out !== undefined) return unwrap(def.in?.def.type === 'transform' ? def.out : (def.in ?? def.out), value)
  if (def.innerType !== undefined) return unwrap(def.innerType, value)
  if (def.type !== 'union' || def.options === undefined) return schema
  const { discriminator = 'type' } = def
  const said = valueAt(value, [discriminator])
  const chosen = def.options.find((option) => literalOf(option.def.shape?.[discriminator]) === said)
  return chosen === undefined ? schema : unwrap(chosen, value)
}

function literalOf(schema: Schema | undefined): unknown {
  return (schema?.def as { values?: readonly unknown[] } | undefined)?.values?.[0]
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value
  for (const key of path) at = typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined
  return at
}
