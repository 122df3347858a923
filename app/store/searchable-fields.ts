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
