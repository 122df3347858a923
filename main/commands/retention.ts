import { describeHome, runRetentionOffline } from '../../app/engine.ts'
import type { RetentionRun } from '../../app/model/retention.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { askRunning, quick } from '../running-console.ts'
import { describeEngineFailure } from '../start.ts'

export interface RetentionFlags {
  config?: string
  home: string
  json?: boolean
}

/** `vedette retention run`: what the console does by itself every hour, now. */
export async function runRetention(flags: RetentionFlags): Promise<ExitCode> {
  const { running } = describeHome(flags.home)
  // A run may take long; whether anybody is there does not.
  const met = await askRunning(running, 'session.hello', {}, quick)
  const answer = met.kind === 'response' ? await askRunning(running, 'retention.run', {}) : met
  if (answer.kind === 'response') return report(flags, answer.output as RetentionRun)
  if (answer.kind === 'failure') return refuse(answer.error.message, exitCodes.failed)
  const cleaned = await runRetentionOffline(flags.home, Date.now(), flags.config)
  switch (cleaned.kind) {
    case 'cleaned':
      return report(flags, cleaned.taken)
    case 'absent':
      process.stdout.write(flags.json ? 'null\n' : 'nothing is kept here: there is nothing to take away\n')
      return exitCodes.done
    case 'failed':
      return refuse(cleaned.failure.message, describeEngineFailure(cleaned.failure).code)
  }
}

function report({ json }: RetentionFlags, taken: RetentionRun): ExitCode {
  process.stdout.write(json ? `${JSON.stringify(taken, undefined, 2)}\n` : describe(taken))
  return exitCodes.done
}

function describe({ telemetry, signals, models, datasets }: RetentionRun): string {
  const lines: [string, Record<string, number>][] = [
    ['records', { segments: telemetry.segments, records: telemetry.records }],
    ['signals', { verdicts: signals }],
    ['models', { versions: models }],
  ]
  if (datasets !== null) {
    const { records, anomalies, runs, models: trained, queries, analyses, datasets: whole } = datasets
    const parts = {
      rows: records,
      'anomalous rows': anomalies,
      runs,
      models: trained,
      'query patterns': queries,
      analyses,
      datasets: whole,
    }
    lines.push(['datasets', parts])
  }
  const tell = (parts: Record<string, number>) => Object.entries(parts).map(([what, count]) => `${count} ${what}`)
  return lines.map(([name, parts]) => `${name}: ${tell(parts).join(', ')} taken away\n`).join('')
}

function refuse(message: string, code: ExitCode): ExitCode {
  process.stderr.write(`vedette: ${message}\n`)
  return code
}
