import type { RecordQuery } from '../model/query.ts'

/** One RFC 5424 message with a marker, so that its record can be found again. */
export function createSyslogTestMessage(now: number): { text: string; query: RecordQuery } {
  const marker = `vedette-test-${now.toString(36)}`
  const text = `<134>1 ${new Date(now).toISOString()} vedette-test vedette - test - Test message ${marker}`
  return { text, query: { conditions: [{ kind: 'text', text: marker, negated: false }] } }
}
