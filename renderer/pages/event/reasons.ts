import { decisionThresholds, type Decision } from '../../../app/model/decision.ts'
import type { Reason } from '../../../app/model/observation.ts'
import { formatBytes, formatCount } from '../../format.ts'

/** A measured number with its unit as people write it; a count needs none. */
export function writeMeasure(value: Reason['value'], unit: string | undefined): string {
  if (typeof value === 'number' && unit === 'bytes') return formatBytes(value)
  const number =
    typeof value === 'number' ? (Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(4)))) : String(value)
  const sign = unit === undefined ? '' : (signs[unit] ?? unit)
  return sign === '' ? number : `${number} ${sign}`
}

const signs: Record<string, string> = { count: '', ratio: '', probability: '', score: '', seconds: 's', days: 'd', milliseconds: 'ms' }

/** Why there was an alert or none. */
export function explainAlert({ risk_score, should_alert }: Pick<Decision, 'risk_score' | 'should_alert'>): string {
  const { alert } = decisionThresholds
  if (should_alert) return `A risk of ${risk_score} reaches the ${alert} that alerts.`
  return risk_score >= alert
    ? `A risk of ${risk_score} reaches the ${alert} that alerts, but alerting was off.`
    : `A risk of ${risk_score} stays below the ${alert} that alerts.`
}
