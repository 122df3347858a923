import type { RecordQuery } from '../model/query.ts'

/** One message of a stream whose application is a marker, so that its record can be found again. */
export function createMeasurementTestMessage(now: number): { text: string; query: RecordQuery } {
  const application = `vedette-test-${now.toString(36)}`
  const text = JSON.stringify({ application, ts: new Date(now).toISOString(), value: 1 })
  return { text, query: { conditions: [{ kind: 'equals', field: 'vedette.application', value: application, negated: false }] } }
}

/** For a shell: a value of now. */
export const shownMeasurement = `'{"application":"shop","ts":"'$(date -u +%FT%TZ)'","value":42}'`
