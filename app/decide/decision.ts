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

/** A copy of a value with nothing secret in it. */
export type Mask = (value: unknown) => unknown

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
    user_message: masker.text(maskWords(subject.user_message ?? 'Suspicious activity detected.', mask)),
    internal_message: masker.text(subject.internal_message ?? ''),
  }
}

/** Words stay words, whatever a mask makes of what stands in them. */
export function maskWords(words: string, mask: Mask): string {
  const masked = mask(words)
  return typeof masked === 'string' ? masked : JSON.stringify(masked)
}
