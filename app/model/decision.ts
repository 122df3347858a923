import type { Category, Severity } from './severity.ts'

export const decisionThresholds = { alert: 50, step_up: 80, block: 100 } as const

/** What the profile and the flags make of an observation (DESIGN section 2). */
export interface Decision {
  anomaly_type: string
  category: Category
  severity: Severity
  risk_score: number
  metadata: Record<string, unknown>
  should_alert: boolean
  should_step_up: boolean
  should_block: boolean
  action_taken: 'log' | 'alert' | 'step_up_review' | 'block'
  user_message: string
  internal_message: string
}
