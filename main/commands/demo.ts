import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { createHeadlessPlatform } from '../headless-platform.ts'
import { openLog } from '../log.ts'
import { printable } from '../printable.ts'
import { createSampleDay } from '../sample/day.ts'
import { comparePlanted, listOthers } from '../sample/planted.ts'
import { SampleRunner, sampleSeed } from '../sample/sample-runner.ts'
import { allEvents } from './all-events.ts'
import { describeEvent } from './replay.ts'

export interface DemoFlags {
  json?: boolean
}

/** `vedette demo`: the sample day without a window; says what was planted, what was found, what else fired. */
export async function demo(flags: DemoFlags): Promise<ExitCode> {
  const directory = mkdtempSync(join(tmpdir(), 'vedette-demo-'))
  const platform = createHeadlessPlatform(openLog(directory), (message) => {
    process.stderr.write(`vedette: ${message}\n`)
    process.exit(exitCodes.failed)
  })
  const runner = new SampleRunner(join(directory, 'SAMPLE'), platform)
  // Told to end, it takes its folder away first. Told again, it ends at once.
  const told = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      told.abort()
      void runner.stop()
    })
  }
  try {
    const finished = new Promise<void>((resolve) => {
      runner.listen(({ kind, progress }) => {
        if (kind === 'running' && process.stderr.isTTY) process.stderr.write(`\r${Math.floor(progress * 100)} %`)
        if (kind === 'ready') resolve()
      })
    })
    await runner.start()
    if (told.signal.aborted) void runner.stop()
    await finished
    if (told.signal.aborted) {
      process.stderr.write('vedette: told to end before the day was over\n')
      return exitCodes.failed
    }
    if (process.stderr.isTTY) process.stderr.write('\r      \r')
    const engine = runner.engine()
    if (engine === undefined) return exitCodes.failed
    const events = allEvents(engine.console)
    const { planted } = createSampleDay({ seed: sampleSeed, end: Date.now() })
    const results = comparePlanted(planted, events)
    const others = listOthers(planted, events)
    const counters = engine.health().counters
    const found = results.map(({ name, anomaly_type, entity, event }) => ({
      planted: name,
      anomaly_type,
      entity,
      found: event !== undefined,
      event: event && describeEvent(event),
    }))
    if (flags.json)
      process.stdout.write(`${JSON.stringify({ planted: found, others: others.map(describeEvent), counters }, undefined, 2)}\n`)
    else {
      for (const row of found)
        process.stdout.write(`${row.found ? 'found ' : 'MISSED'}  ${row.planted}  ${row.anomaly_type}  ${row.entity}\n`)
      process.stdout.write(
        others.length === 0
          ? 'Nothing else fired.\n'
          : `Also fired:\n${others.map((event) => `  ${printable(`${event.anomaly_type}  ${event.entity.value}: ${event.explanation}`)}\n`).join('')}`,
      )
    }
    return found.every((row) => row.found) ? exitCodes.done : exitCodes.missed
  } finally {
    await runner.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
