import type { Fields } from '../model/fields.ts'

/** Sentences: to ask for one by its whole wording makes no sense, so equality means that the phrase is in it. */
export function isProse(field: string): boolean {
  return field === 'message' || field === 'error.message'
}

/**
 * Measurements: nearly every value is new, and nobody looks for one by equality. Left out of the filter,
 * which makes this list a part of the stored format: the writer of a block and its reader must agree.
 */
const measurements = /\.(bytes|packets|duration|start|end|sequence|flow_sequence|priority)$/

const known = new Map<string, boolean>()

export function isMeasurement(field: string): boolean {
  let answer = known.get(field)
  if (answer === undefined) {
    answer = measurements.test(field)
    // Field names come off the wire: forget rather than grow.
    if (known.size > 10_000) known.clear()
    known.set(field, answer)
  }
  return answer
}

/** The raw bytes of a flow are a binary data record: not text to be searched, and better stored column by column. */
export function hasBinaryRaw(fields: Fields): boolean {
  const dataset: unknown = fields['event.dataset']
  return typeof dataset === 'string' && dataset.startsWith('netflow')
}

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
