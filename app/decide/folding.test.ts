import { expect, test } from 'vitest'
import { maxEvidence, type Observation } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { createDecision } from './decision.ts'
import { createEvent, foldObservation } from './folding.ts'

const profile: RuleProfile = {
  anomaly_type: 'port_scan',
  title: 'Port scan',
  description: '',
  risk_score: 60,
  severity: 'high',
  category: 'network',
  techniques: [],
  parameters: {},
}
const sources = { profile, decision: createDecision({}, profile, { alerting: true, blocking: false }), now: 1 }
const observe = (evidence: number[]): Observation => ({
  detector: 'scan',
  anomaly_type: 'port_scan',
  entity: { kind: 'ip', value: '203.0.113.7' },
  episode: 'e1',
  score: 1,
  first_seen: 0,
  last_seen: 0,
  count: evidence.length,
  explanation: '',
  reasons: [],
  evidence,
  metadata: {},
})
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

test('of much evidence the first ten and the newest records are kept', () => {
  let event = createEvent(observe(range(1, maxEvidence)), 'id', sources)
  for (let from = 100; from < 1000; from += 100) event = foldObservation(event, observe(range(from, 20)), sources)
  expect(event.evidence).toHaveLength(maxEvidence)
  expect(event.evidence.slice(0, 10)).toEqual(range(1, 10))
  expect(event.evidence.slice(-20)).toEqual(range(900, 20))
})
