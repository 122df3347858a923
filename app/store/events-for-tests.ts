import type { SecurityEvent } from '../model/event.ts'

/** An event as a detector and a profile would make it; what a test cares about goes into `changed`. */
export function sampleEvent(number: number, changed: Partial<SecurityEvent> = {}): SecurityEvent {
  const first_seen = 1_760_000_000_000 + number * 1000
  return {
    id: `event-${String(number).padStart(6, '0')}`,
    anomaly_type: 'port_scan',
    title: 'Port scan',
    detector: 'scan',
    entity: { kind: 'ip', value: `10.0.0.${number % 250}` },
    episode: `episode-${number}`,
    status: 'new',
    severity: 'medium',
    risk_score: 55,
    category: 'network',
    techniques: [{ id: 'T1046', name: 'Network Service Discovery', version: '19' }],
    score: 0.75,
    first_seen,
    last_seen: first_seen + 500,
    count: 1,
    explanation: `10.0.0.${number % 250} probed ${number} ports on web-${number % 7}`,
    reasons: [{ label: 'ports probed', value: number, threshold: 10, met: true, name: 'parameters.ports' }],
    evidence: [number * 10 + 1, number * 10 + 2],
    metadata: { ports: [22, 80] },
    decision: {
      anomaly_type: 'port_scan',
      category: 'network',
      severity: 'medium',
      risk_score: 55,
      metadata: {},
      should_alert: true,
      should_step_up: false,
      should_block: false,
      action_taken: 'alert',
      user_message: 'A scan was seen.',
      internal_message: 'A scan was seen.',
    },
    created_at: first_seen,
    updated_at: first_seen,
    revision: 1,
    ...changed,
  }
}
