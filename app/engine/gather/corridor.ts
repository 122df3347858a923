import type { Engine } from '../../engine.ts'
import { Corridor } from '../../pipeline/corridor.ts'
import { readEnrichData, settingsOfPipeline } from '../configure.ts'
import { telemetryLimits } from '../derived-settings.ts'
import { Retention } from '../retention.ts'

export function gatherCorridor(engine: Engine): Corridor {
  return new Corridor({
    committed: (committed) => engine.line.take(committed),
    segments: (segments, expired) => {
      engine.report.segments = segments
      void engine.retention.drop(expired)
    },
    failed: (message) => engine.fail(message),
  })
}

/** Recovers what was stored and not applied, and opens for more. Throws a sentence where the store cannot be opened. */
export async function startCorridor(engine: Engine): Promise<void> {
  const { config, console, corridor, desk, home, problems } = engine
  const { applied_seq, snapshot } = console.recovery()
  const enrich = readEnrichData(engine)
  engine.attributions = enrich.attributions
  const { replayed } = await corridor.start(
    { telemetry: home.telemetry, limits: telemetryLimits(config) },
    { applied_seq, applied_tick: desk.appliedTick(), snapshot, settings: settingsOfPipeline(engine), enrich: enrich.data },
  )
  engine.replayed = replayed
  for (const { file, message } of corridor.storeProblems) problems.report('store', `${file}: ${message}`)
}

export function gatherRetention(engine: Engine): Retention {
  const { corridor, reader, console, platform } = engine
  const beforeDrop = () => engine.streams.keepPositions()
  return new Retention({ corridor, reader, console, log: (line) => platform.log(line), beforeDrop })
}
