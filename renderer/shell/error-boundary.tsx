import { Component, type ReactNode } from 'react'
import { ErrorState } from '../components/error-state.tsx'

type State = { kind: 'fine' } | { kind: 'broken'; message: string }

/** A bug on one page leaves the rest of the window standing, and is said. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { kind: 'fine' }

  static getDerivedStateFromError(problem: unknown): State {
    return { kind: 'broken', message: problem instanceof Error ? problem.message : String(problem) }
  }

  override render() {
    if (this.state.kind === 'fine') return this.props.children
    return (
      <ErrorState
        title="This page failed because of a bug in the window"
        error={{ message: this.state.message }}
        onRetry={() => this.setState({ kind: 'fine' })}
      />
    )
  }
}
