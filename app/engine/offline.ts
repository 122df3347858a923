import { existsSync } from 'node:fs'
import { openConsoleStore, openTelemetryReader } from '../store/index.ts'
import type { ConsoleStore, TelemetryReader } from '../store/store.ts'
import { describeHome } from './home.ts'

/** Reading a home without running an engine on it, and while one runs: the command line's way in. It makes nothing. */
export type OfflineConsole = { kind: 'opened'; console: ConsoleStore } | { kind: 'absent' } | { kind: 'failed'; message: string }
export type OfflineTelemetry = { kind: 'opened'; reader: TelemetryReader } | { kind: 'absent' }

export function openOfflineConsole(directory: string): OfflineConsole {
  const file = describeHome(directory).console
  if (!existsSync(file)) return { kind: 'absent' }
  const opened = openConsoleStore(file, { readonly: true })
  return opened.kind === 'failed' ? { kind: 'failed', message: opened.failure.message } : { kind: 'opened', console: opened.store }
}

/** What could not be read is told by `problems()` of the reader once it has read. */
export function openOfflineTelemetry(directory: string): OfflineTelemetry {
  const { telemetry } = describeHome(directory)
  return existsSync(telemetry) ? { kind: 'opened', reader: openTelemetryReader(telemetry) } : { kind: 'absent' }
}
