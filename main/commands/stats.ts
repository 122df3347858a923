import { describeHome, openOfflineConsole, openOfflineTelemetry } from '../../app/engine.ts'
import type { Health } from '../../app/model/counters.ts'
import type { ExitCode } from '../exit-codes.ts'
import { askRunning, quick } from '../running-console.ts'
import { reportAbsent, reportProblems } from './store-problems.ts'

export interface StatsFlags {
  home: string
  json?: boolean
}

/** `vedette stats`: what the store holds and, while a console runs on it, the corridor's counters. */
export async function stats(flags: StatsFlags): Promise<ExitCode> {
  const home = describeHome(flags.home)
  const telemetry = openOfflineTelemetry(flags.home)
  if (telemetry.kind === 'absent') return reportAbsent(flags.home)
  const { reader } = telemetry
  const answer = await askRunning(home.running, 'health.get', {}, quick)
  const counters = answer.kind === 'response' ? (answer.output as Health).counters : undefined
  const segments = reader.segments()
  const store = {
    segments: segments.length,
    records: segments.reduce((sum, s) => sum + s.records, 0),
    bytes: segments.reduce((sum, s) => sum + s.bytes, 0),
    last_seq: reader.lastSeq(),
  }
  const problems: { message: string }[] = reader.problems()
  if (answer.kind === 'silent')
    problems.push({ message: `The console that runs on ${home.directory} does not answer: its counters are missing.` })
  reader.close()
  const events = countEvents(flags.home, problems)
  const document = { home: home.directory, running: answer.kind !== 'absent', store, events, counters }
  if (flags.json) process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`)
  else {
    process.stdout.write(
      `${home.directory}: ${store.records} records in ${store.segments} segments, ${(store.bytes / 1e6).toFixed(1)} MB\n`,
    )
    process.stdout.write(
      `events: ${Object.entries(events)
        .map(([status, count]) => `${count} ${status}`)
        .join(', ')}\n`,
    )
    for (const source of counters?.sources ?? []) {
      process.stdout.write(
        `${source.source}: received ${source.received}, stored ${source.stored}, dropped ${JSON.stringify(source.dropped)}, unparsed ${JSON.stringify(source.unparsed)}\n`,
      )
    }
  }
  return reportProblems(problems)
}

function countEvents(home: string, problems: { message: string }[]): Record<string, number> {
  const opened = openOfflineConsole(home)
  if (opened.kind === 'failed') problems.push(opened)
  if (opened.kind !== 'opened') return {}
  const counts = opened.console.countEvents({})
  opened.console.close()
  return counts
}
