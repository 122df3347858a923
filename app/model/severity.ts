export const severities = ['low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof severities)[number]

/** OCSF 1.4 `severity_id`: 2 Low, 3 Medium, 4 High, 5 Critical. */
export const ocsfSeverity: Record<Severity, number> = { low: 2, medium: 3, high: 4, critical: 5 }

export const categories = ['request', 'permission', 'business', 'network', 'system'] as const
export type Category = (typeof categories)[number]
