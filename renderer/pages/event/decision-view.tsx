import { Check, Minus, PowerOff, type LucideIcon } from 'lucide-react'
import type { Decision } from '../../../app/model/decision.ts'
import { formatName } from '../../format.ts'
import { stepsOf, type DecisionStep } from './decision-line.ts'
import styles from './decision.module.css'

const looks: Record<DecisionStep['outcome'], { icon: LucideIcon; said: string }> = {
  done: { icon: Check, said: 'yes' },
  held: { icon: PowerOff, said: 'held back' },
  below: { icon: Minus, said: 'no' },
}

export interface DecisionViewProps {
  decision: Decision
  explanation: string
  /** Whether an application was there to tell its user. */
  told: boolean
}

/** The score on its scale, what it led to, and why. */
export function DecisionView({ decision, explanation, told }: DecisionViewProps) {
  const steps = stepsOf(decision)
  const score = Math.max(0, Math.min(100, decision.risk_score))
  return (
    <section aria-label="Decision">
      <h3 className={styles.heading}>
        Decision: {formatName(decision.action_taken).toLowerCase()}, risk {decision.risk_score}
      </h3>
      <div className={styles.scale} aria-hidden="true">
        <span className={styles.score} style={{ width: `${score}%` }} />
        {steps.map(({ name, threshold }) => (
          <span key={name} className={styles.tick} style={{ left: `${threshold}%` }}>
            {threshold}
          </span>
        ))}
      </div>
      <ul className={styles.steps}>
        {steps.map(({ name, title, outcome, because }) => {
          const { icon: Icon, said } = looks[outcome]
          return (
            <li key={name} data-outcome={outcome} className={styles.step}>
              <Icon aria-hidden />
              <span className={styles.name}>
                {title}: {said}
              </span>
              <span className={styles.because}>{because}</span>
            </li>
          )
        })}
      </ul>
      {told && decision.user_message !== '' && (
        <p className={styles.message}>
          Told the user: <q>{decision.user_message}</q>
        </p>
      )}
      {!['', explanation].includes(decision.internal_message) && <p className={styles.message}>{decision.internal_message}</p>}
    </section>
  )
}
