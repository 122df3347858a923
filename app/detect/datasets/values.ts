/** How values of rows are read; every part that looks at rows reads them alike. */

export type Row = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Some applications wrap each row: `{ data: { … } }`. */
export function unwrapRow(value: unknown): Row {
  if (!isObject(value)) return {}
  const keys = Object.keys(value)
  if (keys.length !== 1 || keys[0] !== 'data') return value
  return isObject(value['data']) ? value['data'] : {}
}

const digits = /^[-+]?(\d+\.?\d*|\.\d+)$/

/** A number, or a text that is one; no boolean. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'string' || value.length > 40) return undefined
  const text = value.trim()
  if (!digits.test(text)) return undefined
  const number = Number(text)
  return Number.isFinite(number) ? number : undefined
}

const isoDate = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/

/** Seconds since the epoch of an ISO 8601 date or time; UTC where it names no zone. */
export function readDate(value: unknown): number | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined
  const match = isoDate.exec(value.trim())
  if (match === null) return undefined
  const [, day, clock = '00:00', seconds = ':00', zone = 'Z'] = match
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone
  const time = Date.parse(`${day}T${clock}${seconds}${offset}`)
  return Number.isNaN(time) ? undefined : time / 1000
}

/** Of a list or an object: how much is in it. */
export function readLength(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length
  return isObject(value) ? Object.keys(value).length : undefined
}

export function isMissing(value: unknown): boolean {
  return value === null || value === undefined
}
