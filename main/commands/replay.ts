import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEngine } from '../../app/engine.ts'
import type { SecurityEvent } from '../../app/model/event.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { createHeadlessPlatform } from '../headless-platform.ts'
import { openLog } from '../log.ts'
import { describeEngineFailure } from '../start.ts'
import { formatEvents } from './event-table.ts'
import { allEvents } from './all-events.ts'

export interface ReplayFlags {
  format: 'auto' | 'syslog' | 'pcap'
  config?: string
  /** Keep the store here; a temporary one is deleted. */
  store?: string
  syslogPort: number[]
  flowPort: number[]
  json?: boolean
  quiet?: boolean
}

const detectionOn = { ANOMALY_DETECTION_ENABLED: true }

/** `vedette replay FILE…`: the same pipeline, at full speed, into a store of its own. */
export async function replay(files: string[], flags: ReplayFlags): Promise<ExitCode> {
  const temporary = flags.store === undefined
  const home = flags.store ?? mkdtempSync(join(tmpdir(), 'vedette-replay-'))
  let fatal: string | undefined
  const platform = createHeadlessPlatform(openLog(home), (message) => (fatal = message))
  try {
    const created = await createEngine({ home, config: flags.config, platform, flags: detectionOn, listen: false })
    if (created.kind === 'failed') {
      const { code, message } = describeEngineFailure(created.failure)
      process.stderr.write(`vedette: ${message}\n`)
      return code
    }
    const { engine } = created
    const started = performance.now()
    const { outcome, problems } = await engine.imports.run(files, flags.format, {
      drain: true,
      ports: { syslog: flags.syslogPort, netflow: flags.flowPort },
      onProgress: (fraction) => showProgress(flags, fraction),
    })
    const seconds = (performance.now() - started) / 1000
    clearProgress(flags)
    const events = allEvents(engine.console)
    const counters = engine.health().counters
    await engine.close()
    if (outcome.kind === 'failed' || fatal !== undefined) {
      process.stderr.write(`vedette: ${outcome.kind === 'failed' ? outcome.message : String(fatal)}\n`)
      return exitCodes.failed
    }
    for (const { file, message } of problems) process.stderr.write(`vedette: ${file}: ${message}\n`)
    if (flags.json) process.stdout.write(`${JSON.stringify({ events: events.map(describeEvent), counters }, undefined, 2)}\n`)
    else {
      const stored = Object.values(counters.sources).reduce((sum, source) => sum + source.stored, 0)
      process.stdout.write(`${formatEvents(events)}${stored} records in ${seconds.toFixed(1)} s, ${events.length} events.\n`)
    }
    return exitCodes.done
  } finally {
    if (temporary) rmSync(home, { recursive: true, force: true })
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
