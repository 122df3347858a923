import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine, type Engine } from '../../app/engine.ts'
import type { Counters } from '../../app/model/counters.ts'
import type { SecurityEvent } from '../../app/model/event.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { createHeadlessPlatform } from '../headless-platform.ts'
import { openLog } from '../log.ts'
import { describeEngineFailure } from '../start.ts'
import { formatEvents } from './event-table.ts'
import { allEvents } from './all-events.ts'

export interface ReplayFlags {
  format: 'auto' | 'syslog' | 'requests' | 'events' | 'pcap'
  config?: string
  /** Keep the store here; a temporary one is deleted. */
  store?: string
  syslogPort: number[]
  flowPort: number[]
  timezone?: string
  json?: boolean
  quiet?: boolean
}

const detectionOn = { ANOMALY_DETECTION_ENABLED: true }

/** `vedette replay FILE…`: the same pipeline, at full speed, into a store of its own. */
export async function replay(files: string[], flags: ReplayFlags): Promise<ExitCode> {
  // Told to end, it cleans up first: a temporary store may be large. Told again, it ends at once.
  const told = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => told.abort())
  const temporary = flags.store === undefined
  const home = flags.store ?? mkdtempSync(join(tmpdir(), 'vedette-replay-'))
  // A thread that dies ends the import with its message; the process goes on to say so.
  const platform = createHeadlessPlatform(openLog(home), () => undefined)
  try {
    const created = await createEngine({
      home,
      config: flags.config,
      platform,
      flags: detectionOn,
      listen: false,
      importTimezone: flags.timezone,
    })
    if (created.kind === 'failed') {
      const { code, message } = describeEngineFailure(created.failure)
      process.stderr.write(`vedette: ${message}\n`)
      return code
    }
    const { engine } = created
    const started = performance.now()
    const result = await run(engine, files, flags, told.signal)
    const seconds = (performance.now() - started) / 1000
    await engine.close()
    clearProgress(flags)
    if (result.kind === 'failed') {
      process.stderr.write(`vedette: ${result.message}\n`)
      return exitCodes.failed
    }
    const { events, counters, problems } = result
    for (const { file, message } of problems) process.stderr.write(`vedette: ${file}: ${message}\n`)
    if (flags.json) process.stdout.write(`${JSON.stringify({ events: events.map(describeEvent), counters, problems }, undefined, 2)}\n`)
    else {
      const stored = counters.sources.reduce((sum, source) => sum + source.stored, 0)
      process.stdout.write(`${formatEvents(events)}${stored} records in ${seconds.toFixed(1)} s, ${events.length} events.\n`)
    }
    // Told after what could be read: a script must not take a part of a file for the whole.
    return problems.length === 0 ? exitCodes.done : exitCodes.failed
  } finally {
    if (temporary) rmSync(home, { recursive: true, force: true })
  }
}

type Replayed =
  | { kind: 'replayed'; events: SecurityEvent[]; counters: Counters; problems: { file: string; message: string }[] }
  | { kind: 'failed'; message: string }

async function run(engine: Engine, files: string[], flags: ReplayFlags, signal: AbortSignal): Promise<Replayed> {
  const toldToEnd: Replayed = { kind: 'failed', message: 'told to end before the files did' }
  if (signal.aborted) return toldToEnd
  try {
    const { outcome, problems } = await engine.imports.run(files, flags.format, {
      drain: true,
      signal,
      ports: { syslog: flags.syslogPort, netflow: flags.flowPort },
      onProgress: (fraction) => showProgress(flags, fraction),
    })
    if (outcome.kind === 'failed') return outcome
    if (outcome.kind === 'cancelled') return toldToEnd
    return { kind: 'replayed', events: allEvents(engine.console), counters: engine.health().counters, problems }
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

export function describeEvent(event: SecurityEvent): Record<string, unknown> {
  const { id, anomaly_type, entity, severity, risk_score, status, verdict, first_seen, last_seen, count, explanation, evidence } = event
  return {
    id,
    anomaly_type,
    entity: entity.value,
    entity_kind: entity.kind,
    severity,
    risk_score,
    status,
    verdict,
    first_seen: new Date(first_seen).toISOString(),
    last_seen: new Date(last_seen).toISOString(),
    count,
    explanation,
    evidence_count: evidence.length,
  }
}

function showProgress(flags: ReplayFlags, fraction: number): void {
  if (flags.quiet || !process.stderr.isTTY) return
  process.stderr.write(`\r${Math.floor(fraction * 100)} %`)
}

function clearProgress(flags: ReplayFlags): void {
  if (!flags.quiet && process.stderr.isTTY) process.stderr.write('\r      \r')
}
