import { decisionThresholds } from '../../../app/model/decision.ts'

/** What a risk score leads to (DESIGN section 2). */
export function consequenceOf(score: number): string {
  if (score >= decisionThresholds.block) return 'alerts, asks for more proof and blocks, as far as the flags allow'
  if (score >= decisionThresholds.step_up) return 'alerts and asks for more proof'
  if (score >= decisionThresholds.alert) return 'alerts, where the flag allows'
  return 'is recorded, without an alert'
}
