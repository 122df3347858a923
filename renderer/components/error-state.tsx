import { CircleX } from 'lucide-react'
import type { ContractError } from '../../app/contract/protocol.ts'
import { Button } from './button.tsx'
import styles from './error-state.module.css'

export interface ErrorStateProps {
  title: string
  error: ContractError | { message: string }
  onRetry?: () => void
}

/** What went wrong, in the engine's own words, and another try. */
export function ErrorState({ title, error, onRetry }: ErrorStateProps) {
  const issues = 'issues' in error ? error.issues : []
  return (
    <div className={styles.error} role="alert">
      <CircleX className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        <p>{error.message}</p>
        {issues.map((issue) => (
          <p key={issue.path}>
            <code>{issue.path}</code> {issue.message}
          </p>
        ))}
      </div>
      {onRetry && <Button onPress={onRetry}>Try again</Button>}
    </div>
  )
}
