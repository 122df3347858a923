import { decisionThresholds, type Decision } from '../../../app/model/decision.ts'

export interface DecisionStep {
  name: 'alert' | 'step_up' | 'block'
  title: string
  threshold: number
  /** `below`: the score does not reach it; `held`: it does, and a flag said no. */
  outcome: 'done' | 'held' | 'below'
  /** Why. */
  because: string
}

const flags: Partial<Record<DecisionStep['name'], string>> = { alert: 'alerting', block: 'blocking' }

/** What was decided about an event, threshold by threshold: score against number, and what the flags made of it. */
export function stepsOf(decision: Pick<Decision, 'risk_score' | 'should_alert' | 'should_step_up' | 'should_block'>): DecisionStep[] {
  const { risk_score } = decision
  const step = (name: DecisionStep['name'], title: string, happened: boolean): DecisionStep => {
    const threshold = decisionThresholds[name]
    const reached = risk_score >= threshold
    const outcome = happened ? 'done' : reached ? 'held' : 'below'
    const flag = flags[name]
    const because = {
      done:
        flag === undefined
          ? `${risk_score} reaches ${threshold}`
          : `${risk_score} reaches ${threshold}, and the ${flag} flag was on for it`,
      held: flag === undefined ? 'held back' : `${risk_score} reaches ${threshold}, but the ${flag} flag was not on for it`,
      below: `${risk_score} stays below ${threshold}`,
    }[outcome]
    return { name, title, threshold, outcome, because }
  }
  return [
    step('alert', 'Alert', decision.should_alert),
    step('step_up', 'Step up', decision.should_step_up),
    step('block', 'Block', decision.should_block),
  ]
}
