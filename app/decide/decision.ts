import { decisionThresholds, type Decision } from '../model/decision.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { defaultMasker, type Masker } from './masking/masker.ts'

/** What is being decided about: an observation, or (from an application) a type with what it knows. */
export interface DecisionSubject {
  metadata?: Readonly<Record<string, unknown>>
  /** Shown to the person whose action it was. */
  user_message?: string
  /** Shown to the analyst. */
  internal_message?: string
}

export interface DecisionFlags {
  alerting: boolean
  blocking: boolean
}

/** The profile's score against the thresholds, as far as the flags allow (DESIGN section 2). */
export function createDecision(
  subject: DecisionSubject,
  profile: RuleProfile,
  flags: DecisionFlags,
  masker: Masker = defaultMasker,
): Decision {
  const { anomaly_type, category, severity, risk_score } = profile
  const should_alert = flags.alerting && risk_score >= decisionThresholds.alert
  const should_step_up = risk_score >= decisionThresholds.step_up
  const should_block = flags.blocking && risk_score >= decisionThresholds.block
  return {
    anomaly_type,
    category,
    severity,
    risk_score,
    metadata: masker.metadata(subject.metadata ?? {}),
    should_alert,
    should_step_up,
    should_block,
    action_taken: should_block ? 'block' : should_alert ? 'alert' : should_step_up ? 'step_up_review' : 'log',
    user_message: masker.text(subject.user_message ?? 'Suspicious activity detected.'),
    internal_message: masker.text(subject.internal_message ?? ''),
  }
}
