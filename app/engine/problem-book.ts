import type { Health } from '../model/counters.ts'
import type { Platform } from './platform.ts'

/** What is wrong, as Health shows it, and logged once. */
export class ProblemBook {
  private problems: Health['problems'] = []
  private readonly log: Platform['log']

  constructor(log: Platform['log']) {
    this.log = log
  }

  list(): Health['problems'] {
    return this.problems
  }

  /** Stays until its kind is settled; said again, it is the same. */
  report(kind: string, message: string, level: 'warn' | 'error' = 'warn'): void {
    if (this.problems.some((problem) => problem.kind === kind && problem.message === message)) return
    this.problems.push({ kind, message, since: Date.now() })
    this.log({ level, message })
  }

  settle(kind: string): void {
    if (this.problems.some((problem) => problem.kind === kind)) this.problems = this.problems.filter((problem) => problem.kind !== kind)
  }
}
