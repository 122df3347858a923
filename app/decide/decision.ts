import { decisionThresholds, type Decision } from '../model/decision.ts'
import type { Observation } from '../model/observation.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import { gates, isEnabled, type FlagReader } from './flags.ts'
import { maskSensitive } from './sanitizer.ts'

/** What the profile and the flags make of an observation. */
export function makeDecision(
  observation: Observation,
  profile: RuleProfile,
  flags: FlagReader,
  onFlagFailure?: (name: string) => void,
): Decision {
  const { anomaly_type, category, severity, risk_score } = profile
  const should_alert = risk_score >= decisionThresholds.alert && isEnabled(flags, gates.alerting, onFlagFailure)
  const should_step_up = risk_score >= decisionThresholds.step_up
  const should_block = risk_score >= decisionThresholds.block && isEnabled(flags, gates.blocking, onFlagFailure)
  return {
    anomaly_type,
    category,
    severity,
    risk_score,
    metadata: maskSensitive(observation.metadata) as Record<string, unknown>,
    should_alert,
    should_step_up,
    should_block,
    action_taken: chooseAction({ should_alert, should_step_up, should_block }),
    user_message: should_block ? 'This was stopped because it looks like an attack.' : 'This was recorded.',
    internal_message: `${profile.title}: ${observation.explanation}`,
  }
}

function chooseAction(decision: Pick<Decision, 'should_alert' | 'should_step_up' | 'should_block'>): Decision['action_taken'] {
  if (decision.should_block) return 'block'
  if (decision.should_alert) return 'alert'
  if (decision.should_step_up) return 'step_up_review'
  return 'log'
}
