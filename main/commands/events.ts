import { existsSync } from 'node:fs'
import { layOutHome } from '../../app/engine/home.ts'
import type { Status } from '../../app/model/event.ts'
import { openConsoleStore } from '../../app/store/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { allEvents } from './all-events.ts'
import { formatEvents } from './event-table.ts'
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
  const file = layOutHome(flags.home).console
  if (!existsSync(file)) {
    process.stderr.write(`vedette: there is no console in ${flags.home} yet; \`vedette start\` makes one\n`)
    return exitCodes.store
  }
  const opened = openConsoleStore(file, { readonly: true })
  if (opened.kind === 'failed') {
    process.stderr.write(`vedette: ${opened.failure.message}\n`)
    return exitCodes.store
  }
  const query = { statuses: flags.status, anomaly_types: flags.type, entity: flags.entity, text: flags.text }
  const found = allEvents(opened.store, query, flags.limit)
  opened.store.close()
  process.stdout.write(flags.json ? `${JSON.stringify({ events: found.map(describeEvent) }, undefined, 2)}\n` : formatEvents(found))
  return exitCodes.done
}
