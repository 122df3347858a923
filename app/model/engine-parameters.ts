import type { EngineParameter, EngineParameters, EngineValue } from './engine.ts'
import { suggestWord } from './nearest-word.ts'
import { isTimeZone } from './source.ts'

export interface ParameterProblem {
  /** The parameter as it was written. */
  name: string
  message: string
}

export type ReadEngineParameters =
  { kind: 'read'; parameters: EngineParameters } | { kind: 'refused'; problems: readonly ParameterProblem[] }

type Read = { kind: 'value'; value: EngineValue } | { kind: 'wrong'; message: string }

/**
 * Fills in defaults and checks every value; numbers may be written as text, as a command line and a form give them.
 * All problems at once.
 */
export function readEngineParameters(
  definitions: readonly EngineParameter[],
  given: Readonly<Record<string, unknown>>,
): ReadEngineParameters {
  const problems: ParameterProblem[] = []
  const names = definitions.map(({ name }) => name)
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) problems.push({ name, message: `there is no parameter "${name}"${suggestWord(name, names)}` })
  }
  const parameters: Record<string, EngineValue> = {}
  for (const definition of definitions) {
    const { name } = definition
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    const read: Read = value === undefined ? { kind: 'value', value: definition.default } : readValue(definition, value)
    if (read.kind === 'value') parameters[name] = read.value
    else problems.push({ name, message: `${name} ${read.message}` })
  }
  for (const definition of definitions) problems.push(...compareWithOther(definition, parameters))
  return problems.length > 0 ? { kind: 'refused', problems } : { kind: 'read', parameters }
}

function compareWithOther(definition: EngineParameter, parameters: EngineParameters): ParameterProblem[] {
  if (definition.kind !== 'optional-number' || definition.at_most === undefined) return []
  const { name, at_most } = definition
  const [value, other] = [parameters[name], parameters[at_most]]
  if (typeof value !== 'number' || typeof other !== 'number' || value <= other) return []
  return [{ name, message: `${name} must not be above ${at_most}: ${value} is above ${other}` }]
}

function readValue(definition: EngineParameter, value: unknown): Read {
  switch (definition.kind) {
    case 'integer':
    case 'number':
      return readNumber(definition, value)
    case 'optional-number':
      return value === null || value === '' ? { kind: 'value', value: null } : readNumber(definition, value)
    case 'choice':
      if (typeof value === 'string' && definition.choices.includes(value)) return { kind: 'value', value }
      return wrong(`must be one of ${definition.choices.join(', ')}, not ${show(value)}`)
    case 'time-zone':
      if (typeof value === 'string' && isTimeZone(value)) return { kind: 'value', value }
      return wrong(`must be an IANA time zone such as Europe/Berlin, not ${show(value)}`)
    case 'dates':
      return readDates(value)
  }
}

interface NumberRange {
  kind: 'integer' | 'number' | 'optional-number'
  minimum: number
  maximum: number
}

function readNumber({ kind, minimum, maximum }: NumberRange, value: unknown): Read {
  const wanted = `must be ${kind === 'integer' ? 'a whole number' : 'a number'} from ${minimum} to ${maximum}`
  // Number('') is 0, Number([5]) is 5: neither is what somebody wrote.
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN
  if (!Number.isFinite(number)) return wrong(`${wanted}, not ${show(value)}`)
  if (kind === 'integer' && !Number.isInteger(number)) return wrong(`${wanted}, not ${show(value)}`)
  if (number < minimum || number > maximum) return wrong(`must be from ${minimum} to ${maximum}, not ${show(value)}`)
  return { kind: 'value', value: number }
}

/** Enough for a generation. */
const mostDates = 1000

function readDates(value: unknown): Read {
  const list: unknown = typeof value === 'string' ? value.split(/[\s,]+/).filter((part) => part !== '') : value
  if (!Array.isArray(list)) return wrong(`must be a list of days such as 2026-12-25, not ${show(value)}`)
  if (list.length > mostDates) return wrong(`takes at most ${mostDates} days`)
  const bad: unknown = list.find((day) => typeof day !== 'string' || !isDay(day))
  return bad === undefined ? { kind: 'value', value: list as string[] } : wrong(`has a day that is none: ${show(bad)}; write 2026-12-25`)
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function show(value: unknown): string {
  // NaN has no JSON.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing')
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function wrong(message: string): Read {
  return { kind: 'wrong', message }
}
