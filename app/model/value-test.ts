import ipaddr from 'ipaddr.js'
import type { FieldValue, Fields } from './fields.ts'
import { canonicalAddress } from './ip-address.ts'
import type { Condition } from './query.ts'

/** What conditions mean, wherever they are asked: of stored blocks or of a record as it comes. */
export type ValueTest = (value: FieldValue) => boolean
export type FieldCondition = Exclude<Condition, { kind: 'text' | 'entity' }>

/** Where an entity may be named: what a condition of kind `entity` looks through. */
export const entityFields: readonly string[] = [
  'source.ip',
  'destination.ip',
  'client.ip',
  'client.address',
  'vedette.request.actor',
  'source.address',
  'destination.address',
  'source.domain',
  'host.name',
  'host.ip',
  'observer.ip',
  'observer.name',
  'log.syslog.hostname',
  'user.name',
  'user.id',
  'user.target.name',
  'user.effective.name',
  'source.user.name',
  'source.mac',
  'destination.mac',
]

/** Sentences: to ask for one by its whole wording makes no sense, so equality means that the phrase is in it. */
export function isProse(field: string): boolean {
  return field === 'message' || field === 'error.message'
}

/** The raw bytes of a flow are a binary data record: not text to be searched, and better stored column by column. */
export function hasBinaryRaw(fields: Fields): boolean {
  const dataset: unknown = fields['event.dataset']
  return typeof dataset === 'string' && dataset.startsWith('netflow')
}

/** What a field's value must be. `searchPhrase` finds a phrase in prose, at words' edges. */
export function compileValueTest(condition: FieldCondition, searchPhrase: (phrase: string) => (text: string) => boolean): ValueTest {
  switch (condition.kind) {
    case 'equals': {
      if (!isProse(condition.field)) {
        const isAsSought = compileEquals(condition.value)
        const spelling = canonicalAddress(condition.value)
        if (spelling === condition.value) return isAsSought
        const isAsKept = compileEquals(spelling)
        return (value) => isAsSought(value) || isAsKept(value)
      }
      const isIn = searchPhrase(condition.value)
      return (value) => isIn(String(value))
    }
    case 'wildcard': {
      const pattern = foldText(condition.pattern)
      return (value) => matchesWildcard(foldText(String(value)), pattern)
    }
    case 'range': {
      const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = false, exclusiveMaximum = false } = condition
      return (value) => {
        const number = typeof value === 'number' ? value : asNumber(String(value))
        if (number === undefined) return false
        return (exclusiveMinimum ? number > minimum : number >= minimum) && (exclusiveMaximum ? number < maximum : number <= maximum)
      }
    }
    case 'network':
      return compileNetwork(condition.cidr)
    case 'exists':
      return () => true
  }
}

function compileEquals(sought: string): ValueTest {
  const folded = foldText(sought)
  const number = asNumber(sought)
  return (value) => {
    if (typeof value === 'number') return value === number
    // Most values are written as they are sought.
    return value === sought || isFolded(typeof value === 'string' ? value : String(value), folded)
  }
}

/** Whether the text is `folded` once it is folded; most texts differ in their first letters. */
function isFolded(text: string, folded: string): boolean {
  if (text.length !== folded.length) return false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if ((code >= 0x41 && code <= 0x5a ? code + 32 : code) !== folded.charCodeAt(at)) return false
  }
  return true
}

/** Lower-cases ASCII letters only: the folding that holds for raw bytes as well, whatever their encoding. */
export function foldText(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** `*` stands for any run of characters. Linear in practice and never worse than length × pattern. */
export function matchesWildcard(text: string, pattern: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    if (pattern[inPattern] === '*') {
      star = inPattern
      inPattern += 1
      resume = at
    } else if (pattern[inPattern] === text[at]) {
      at += 1
      inPattern += 1
    } else if (star >= 0) {
      inPattern = star + 1
      resume += 1
      at = resume
    } else return false
  }
  while (pattern[inPattern] === '*') inPattern += 1
  return inPattern === pattern.length
}

export function asNumber(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined
  return Number(text)
}

function compileNetwork(cidr: string): ValueTest {
  if (!ipaddr.isValidCIDR(cidr)) return () => false
  const [network, bits] = ipaddr.parseCIDR(cidr)
  return (value) => {
    if (typeof value !== 'string' || !ipaddr.isValid(value)) return false
    let address = ipaddr.parse(value)
    if (address.kind() === 'ipv6' && network.kind() === 'ipv4' && (address as ipaddr.IPv6).isIPv4MappedAddress()) {
      address = (address as ipaddr.IPv6).toIPv4Address()
    }
    return address.kind() === network.kind() && address.match(network, bits)
  }
}
