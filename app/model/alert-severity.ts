/** How loudly an alert is told where there is a log level and no colour. */
export const alertSeverities = ['info', 'warning', 'error', 'critical'] as const
export type AlertSeverity = (typeof alertSeverities)[number]

const bySeverity: Readonly<Record<string, AlertSeverity>> = {
  critical: 'critical',
  error: 'error',
  high: 'error',
  warning: 'warning',
  medium: 'warning',
  info: 'info',
  low: 'info',
}

/** By its severity; where that says nothing (it came from elsewhere), by its risk score. */
export function alertSeverity(severity: string | null | undefined, riskScore: number | string | null | undefined): AlertSeverity {
  const name = (severity ?? '').trim().toLowerCase()
  if (Object.hasOwn(bySeverity, name)) return bySeverity[name] as AlertSeverity
  const risk = Number(riskScore ?? 0)
  if (risk >= 90) return 'critical'
  if (risk >= 70) return 'error'
  return risk >= 40 ? 'warning' : 'info'
}
