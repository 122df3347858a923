import type { Severity } from '../../model/severity.ts'

/** As much of a network event as the heuristic looks at. */
export interface JudgedEvent {
  source_ip?: string | null
  destination_ip?: string | null
  destination_port?: number | null
  protocol?: string | null
  payload?: Readonly<Record<string, unknown>>
}

export interface HeuristicJudgement {
  /** 0 to 1. */
  score: number
  is_anomaly: boolean
  description: string
}

const sensitivePorts: ReadonlySet<number> = new Set([22, 23, 3389, 5900])
const watchedProtocols: ReadonlySet<string> = new Set(['tcp', 'udp', 'ssh'])

/**
 * What one event says on its own, after kuasarkod/network-anomaly-detector (577766f): a service worth attacking, an address
 * that talks to itself, words of failure. It keeps no state and counts no ports, so it finds no scan (`port_scan` does): here
 * it is one number among many, and a sentence beside the score of a model.
 */
export function judgeEvent(event: JudgedEvent): HeuristicJudgement {
  let score = 0
  let description = 'benign'
  if (sensitivePorts.has(event.destination_port ?? -1) && watchedProtocols.has(event.protocol ?? '')) {
    score += 0.6
    description = 'Sensitive service targeted'
  }
  if (event.source_ip != null && event.source_ip === event.destination_ip) {
    score += 0.2
    description = 'Loopback access to sensitive port'
  }
  const message = event.payload?.['message']
  if (typeof message === 'string' && message.toLowerCase().includes('failed')) {
    score += 0.2
    description = 'Repeated failure on sensitive port'
  }
  score = Math.min(1, Math.round(score * 10) / 10)
  return { score, is_anomaly: score >= 0.5, description }
}

/** How grave a score is, where nothing but the score is known. */
export function severityOfScore(score: number): Severity {
  if (score >= 0.85) return 'critical'
  return score >= 0.6 ? 'high' : 'medium'
}
