import type { FieldValue } from '../../model/fields.ts'
import type { Condition } from '../../model/query.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import { compileValueTest, entityFields, foldText, hasBinaryRaw, type FieldCondition, type ValueTest } from '../../model/value-test.ts'

/** Whether a record is meant by a query: the same as the store's search says of it. */
export type RecordTest = (record: TelemetryRecord) => boolean

/** One function for all conditions, in the order that rules most records out soonest. */
export function compileRecordTest(conditions: readonly Condition[]): RecordTest {
  const tests = [...conditions].sort((a, b) => costOf(a) - costOf(b)).map(compileCondition)
  const [first, second, third] = tests
  if (first === undefined) return () => true
  if (second === undefined) return first
  if (third === undefined) return (record) => first(record) && second(record)
  return (record) => tests.every((test) => test(record))
}

function costOf({ kind, negated }: Condition): number {
  const rank = { equals: 0, exists: 1, range: 2, wildcard: 3, network: 4, entity: 5, text: 6 }[kind]
  return rank + (negated ? 0.5 : 0)
}

function compileCondition(condition: Condition): RecordTest {
  const { negated } = condition
  const holds = compilePositive(condition)
  return negated ? (record) => !holds(record) : holds
}

function compilePositive(condition: Condition): RecordTest {
  switch (condition.kind) {
    case 'text': {
      const search = new PhraseSearch(condition.text)
      return (record) => search.inRecord(record)
    }
    case 'entity': {
      const test = compileTest({ kind: 'equals', field: '', value: condition.value, negated: false })
      return ({ fields }) => entityFields.some((field) => holdsFor(fields[field], test))
    }
    default: {
      const test = compileTest(condition)
      const { field } = condition
      return field === 'source' ? ({ source }) => test(source) : ({ fields }) => holdsFor(fields[field], test)
    }
  }
}

function holdsFor(value: FieldValue | undefined, test: ValueTest): boolean {
  return value !== undefined && test(value)
}

function compileTest(condition: FieldCondition): ValueTest {
  return compileValueTest(condition, (phrase) => {
    const search = new PhraseSearch(phrase, { literal: true })
    return (text) => search.inText(text)
  })
}

const encoder = new TextEncoder()
/** A character a byte, so that one rule says where words end, in text and in raw bytes. */
const byteDecoder = new TextDecoder('latin1')

/** Free text: found with a word's edge on both sides; a `*` at either end lifts that there. */
class PhraseSearch {
  private readonly needle: string
  private readonly open: { start: boolean; end: boolean }

  /** `literal`: a star is a star. */
  constructor(sought: string, { literal = false } = {}) {
    this.open = { start: !literal && sought.startsWith('*'), end: !literal && sought.endsWith('*') && sought.length > 1 }
    this.needle = bytesOf(sought.slice(this.open.start ? 1 : 0, this.open.end ? -1 : undefined))
  }

  inRecord({ fields, raw }: TelemetryRecord): boolean {
    if (this.needle === '') return true
    if (!hasBinaryRaw(fields) && this.isIn(foldText(byteDecoder.decode(raw)))) return true
    for (const name in fields) {
      const value = fields[name]
      if (typeof value === 'string' && this.inText(value)) return true
    }
    return false
  }

  inText(text: string): boolean {
    return this.needle === '' || this.isIn(bytesOf(text))
  }

  private isIn(bytes: string): boolean {
    const { needle, open } = this
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
      const end = at + needle.length
      const before = open.start || at === 0 || !joins(bytes, at - 1)
      const after = open.end || end === bytes.length || !joins(bytes, end - 1)
      if (before && after) return true
    }
    return false
  }
}

function bytesOf(text: string): string {
  return foldText(byteDecoder.decode(encoder.encode(text)))
}

/** Whether the characters at `at` and after it belong to the same word. */
function joins(bytes: string, at: number): boolean {
  return isWord(bytes.charCodeAt(at)) && isWord(bytes.charCodeAt(at + 1))
}

function isWord(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code >= 0x80
}
