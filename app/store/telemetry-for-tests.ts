import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { openTelemetryReader, openTelemetryWriter } from './index.ts'
import type { TelemetryLimits, TelemetryReader, TelemetryWriter } from './store.ts'

export interface TelemetryForTests {
  directory: string
  writer: TelemetryWriter
  reader: TelemetryReader
}

/** Small enough that some thousand records fill several segments. */
export const smallSegments: TelemetryLimits = { retention_days: 30, budget_bytes: 1e9, segment_hours: 24, segment_bytes: 100_000 }

/** An empty store of telemetry for each test of a file, with one that writes and one that reads. */
export function telemetryForEach(): TelemetryForTests {
  const telemetry = {} as TelemetryForTests
  beforeEach(() => {
    const directory = mkdtempSync(join(tmpdir(), 'vedette-telemetry-'))
    const opened = openTelemetryWriter(directory, smallSegments)
    if (opened.kind === 'failed') throw new Error(opened.failure.message)
    Object.assign(telemetry, { directory, writer: opened.writer, reader: openTelemetryReader(directory) })
  })
  afterEach(() => {
    telemetry.reader.close()
    telemetry.writer.close()
    rmSync(telemetry.directory, { recursive: true, force: true })
  })
  return telemetry
}
