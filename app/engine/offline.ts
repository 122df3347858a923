import { existsSync } from 'node:fs'
import { openConsoleStore, openTelemetryReader } from '../store/index.ts'
import type { ConsoleStore, TelemetryReader } from '../store/store.ts'
import { layOutHome } from './home.ts'

/** Reading a home without running an engine on it, and while one runs: the command line's way in. */
export type OfflineConsole = { kind: 'opened'; console: ConsoleStore } | { kind: 'absent' } | { kind: 'failed'; message: string }

export function openOfflineConsole(directory: string): OfflineConsole {
  const file = layOutHome(directory).console
  if (!existsSync(file)) return { kind: 'absent' }
  const opened = openConsoleStore(file, { readonly: true })
  return opened.kind === 'failed' ? { kind: 'failed', message: opened.failure.message } : { kind: 'opened', console: opened.store }
}

export function openOfflineTelemetry(directory: string): TelemetryReader {
  return openTelemetryReader(layOutHome(directory).telemetry)
}
