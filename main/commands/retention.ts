import { cleanOffline, describeHome } from '../../app/engine.ts'
import type { DatasetCleanUp } from '../../app/model/dataset.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { askRunning } from '../running-console.ts'
import { describeEngineFailure } from '../start.ts'

export interface RetentionFlags {
  home: string
  json?: boolean
}

/** `vedette retention run`: what the console does by itself every hour, now. */
export async function runRetention(flags: RetentionFlags): Promise<ExitCode> {
  const { running } = describeHome(flags.home)
  const answer = await askRunning(running, 'datasets.clean', {})
  if (answer.kind === 'response') return report(flags, answer.output as DatasetCleanUp)
  if (answer.kind === 'failure') return refuse(answer.error.message, exitCodes.failed)
  const cleaned = cleanOffline(flags.home, Date.now())
  switch (cleaned.kind) {
    case 'cleaned':
      return report(flags, cleaned.taken)
    case 'absent':
      return report(flags, undefined)
    case 'failed':
      return refuse(cleaned.failure.message, describeEngineFailure(cleaned.failure).code)
  }
}

function report({ json }: RetentionFlags, taken: DatasetCleanUp | undefined): ExitCode {
  if (json) process.stdout.write(`${JSON.stringify({ datasets: taken ?? null }, undefined, 2)}\n`)
  else process.stdout.write(`${describe(taken)}\n`)
  return exitCodes.done
}

function describe(taken: DatasetCleanUp | undefined): string {
  if (taken === undefined) return 'no dataset has been watched here: there is nothing to take away'
  const { records, anomalies, runs, models, queries, analyses, datasets } = taken
  const parts = { rows: records, 'anomalous rows': anomalies, runs, models, 'query patterns': queries, analyses, datasets }
  const told = Object.entries(parts).map(([what, count]) => `${count} ${what}`)
  return `taken away: ${told.join(', ')}`
}

function refuse(message: string, code: ExitCode): ExitCode {
  process.stderr.write(`vedette: ${message}\n`)
  return code
}
