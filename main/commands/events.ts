import { openOfflineConsole } from '../../app/engine.ts'
import type { Status } from '../../app/model/event.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { allEvents } from './all-events.ts'
import { formatEvents } from './event-table.ts'
import { reportAbsent, reportProblems } from './store-problems.ts'
import { describeEvent } from './replay.ts'

export interface EventsFlags {
  home: string
  status?: Status[]
  type?: string[]
  entity?: string
  text?: string
  limit: number
  json?: boolean
}

/** `vedette events`: the queue, from the store; works while a console runs on it. */
export function events(flags: EventsFlags): ExitCode {
  const opened = openOfflineConsole(flags.home)
  if (opened.kind === 'absent') return reportAbsent(flags.home)
  if (opened.kind === 'failed') return reportProblems([opened])
  const query = { statuses: flags.status, anomaly_types: flags.type, entity: flags.entity, text: flags.text }
  const found = allEvents(opened.console, query, flags.limit)
  opened.console.close()
  process.stdout.write(flags.json ? `${JSON.stringify({ events: found.map(describeEvent) }, undefined, 2)}\n` : formatEvents(found))
  return exitCodes.done
}
