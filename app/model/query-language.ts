import { isAddress, isNetwork } from './network-text.ts'
import type { Condition } from './query.ts'
import { readTokens, type Token } from './query-tokens.ts'

/**
 * The query language of the window and the command line: `source.ip:10.0.0.0/8 -user.name:root
 * destination.port:>1024 destination.port:[1 TO 1024] event.outcome:* message:"foo bar" fail* "two words"`.
 * All conditions are joined by "and". Written here because the Lucene-like parser that npm has (liqe) refuses what
 * an analyst types most: a bare address (10.0.0.1, 2001:db8::1), a network, a time, `sshd[123]`.
 */
export type ParsedQuery = { kind: 'parsed'; conditions: Condition[] } | ParseFailure

/** `position`: index of the character where reading failed. */
export interface ParseFailure {
  kind: 'failed'
  message: string
  position: number
}

/** Fields that are one word; any other field has a dot, so that pasted text with colons stays text. */
const plainFields: ReadonlySet<string> = new Set(['message', 'source', 'tags', 'entity'])

/** What is tried for a field's name, and the field that is meant. */
const misnamed: Readonly<Record<string, string>> = {
  action: 'event.action',
  dataset: 'event.dataset',
  destination: 'destination.ip',
  host: 'host.name',
  ip: 'source.ip',
  outcome: 'event.outcome',
  port: 'destination.port',
  process: 'process.name',
  user: 'user.name',
}

const dottedField = /^[a-z_][a-z_]*(\.[a-z0-9_@-]+)+$/i
/** First words of ECS fields: before one of these, `name.word:443` is a field, and elsewhere a host with its port. */
const fieldSets = /^(destination|error|event|host|http|iptables|log|netflow|network|observer|process|rule|server|client|source|url|user)\./i

export function parseQuery(text: string): ParsedQuery {
  const tokens = readTokens(text)
  if ('kind' in tokens) return tokens
  const conditions: Condition[] = []
  let negated = false
  let pending: Token | undefined
  for (const token of tokens) {
    if (token.text === 'AND' && !token.quoted) continue
    if (token.text === 'OR' && !token.quoted) return failure('"OR" is not understood: conditions are all joined by "and".', token.at)
    if (token.text === 'NOT' && !token.quoted) {
      negated = !negated
      pending = token
      continue
    }
    const condition = readCondition(token, negated)
    if (condition.kind === 'failed') return condition
    conditions.push(condition)
    negated = false
    pending = undefined
  }
  if (pending !== undefined) return failure('"NOT" stands before nothing.', pending.at)
  return { kind: 'parsed', conditions }
}

function readCondition(token: Token, negatedBefore: boolean): Condition | ParseFailure {
  const negated = negatedBefore !== token.negated
  const { field } = token
  const named = field !== undefined && isField(field, token)
  if (!named) {
    const meant = field === undefined || token.text.includes('://') || isAddress(token.text) ? undefined : misnamed[field]
    if (meant !== undefined)
      return failure(`There is no field "${field}"; perhaps ${meant}? Put quotes around what is to be searched as text.`, token.at)
    return { kind: 'text', text: token.text, negated }
  }
  if (token.value === '' && !token.quotedValue)
    return failure(`${field}: what should it be? A value follows the colon, * for any.`, token.at)
  if (field === 'entity') return { kind: 'entity', value: token.value, negated }
  return readValue(field, token, negated)
}

function isField(name: string, token: Token): boolean {
  if (plainFields.has(name)) return true
  if (!dottedField.test(name)) return false
  return fieldSets.test(name) || !/^\d{1,5}$/.test(token.value)
}

function readValue(field: string, { value, quotedValue, quotes, at }: Token, negated: boolean): Condition | ParseFailure {
  if (quotedValue) return { kind: 'equals', field, value, negated }
  if (value === '*') return { kind: 'exists', field, negated }
  if (quotes) return value.includes('*') ? { kind: 'wildcard', field, pattern: value, negated } : { kind: 'equals', field, value, negated }
  if (/^[[{].*\sTO\s.*[\]}]$/.test(value)) return readRange(field, value, at, negated)
  const comparison = /^(>=|<=|>|<)(.*)$/.exec(value)
  if (comparison !== null) {
    const number = readNumber(comparison[2]!)
    if (number === undefined) return failure(`${value} compares with something that is no number.`, at)
    const exclusive = comparison[1]!.length === 1
    if (value.startsWith('>')) return { kind: 'range', field, minimum: number, ...(exclusive ? { exclusiveMinimum: true } : {}), negated }
    return { kind: 'range', field, maximum: number, ...(exclusive ? { exclusiveMaximum: true } : {}), negated }
  }
  if (isNetwork(value)) return { kind: 'network', field, cidr: value, negated }
  if (value.includes('*')) return { kind: 'wildcard', field, pattern: value, negated }
  if (field.endsWith('.ip') && value.includes('/')) return failure(`${value} is not a network in CIDR notation.`, at)
  return { kind: 'equals', field, value, negated }
}

/** `[1 TO 5]` with both ends, `{1 TO 5}` without, either mixed; `*` for no end. */
function readRange(field: string, value: string, at: number, negated: boolean): Condition | ParseFailure {
  const [, from = '', to = ''] = /^.\s*(\S+)\s+TO\s+(\S+)\s*.$/.exec(value) ?? []
  const minimum = from === '*' ? undefined : readNumber(from)
  const maximum = to === '*' ? undefined : readNumber(to)
  if ((minimum === undefined && from !== '*') || (maximum === undefined && to !== '*')) {
    return failure(`A range goes from one number to another, like [1 TO 1024].`, at)
  }
  if (minimum === undefined && maximum === undefined) return { kind: 'exists', field, negated }
  return {
    kind: 'range',
    field,
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(value.startsWith('{') && minimum !== undefined ? { exclusiveMinimum: true } : {}),
    ...(value.endsWith('}') && maximum !== undefined ? { exclusiveMaximum: true } : {}),
    negated,
  }
}

function readNumber(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}

function failure(message: string, position: number): ParseFailure {
  return { kind: 'failed', message, position }
}

/** The text that reads back as these conditions. */
export function formatQuery(conditions: readonly Condition[]): string {
  return conditions.map((condition) => (condition.negated ? '-' : '') + formatCondition(condition)).join(' ')
}

function formatCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'equals':
      return `${condition.field}:${quote(condition.value)}`
    case 'wildcard':
      return `${condition.field}:${condition.pattern
        .split('*')
        .map((piece) => (piece === '' ? '' : quote(piece)))
        .join('*')}`
    case 'network':
      return `${condition.field}:${condition.cidr}`
    case 'exists':
      return `${condition.field}:*`
    case 'entity':
      return `entity:${quote(condition.value)}`
    case 'text':
      return /^[\w.]*\*?$/.test(condition.text) && !/^(AND|OR|NOT|)$/.test(condition.text) ? condition.text : quote(condition.text)
    case 'range': {
      const { field, minimum = '*', maximum = '*', exclusiveMinimum, exclusiveMaximum } = condition
      return `${field}:${exclusiveMinimum ? '{' : '['}${minimum} TO ${maximum}${exclusiveMaximum ? '}' : ']'}`
    }
  }
}

/** Bare only where nothing in it could be taken for syntax. */
function quote(value: string): string {
  return /^\w[\w.@-]*$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
}
