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
  if (issue.code === 'invalid_type' && given === undefined) return 'is missing'
  return issue.message
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
