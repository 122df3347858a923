import type { RetentionRun } from '../model/retention.ts'
import type { Engine } from '../engine.ts'
import { cleanModelVersions } from './models/retention.ts'

/**
 * Everything the product forgets by age, in one go. Each part looks for what is past its time, children before what they
 * belong to: whoever was interrupted goes on by beginning again.
 */
export async function runRetention(
  { retention, streams, console, config, datasets }: Engine,
  now: number,
  who = 'vedette',
): Promise<RetentionRun> {
  const [telemetry, signals, models, cleaned] = await Promise.allSettled([
    retention.finish(),
    streams.forget(now),
    new Promise<number>((resolve) => resolve(cleanModelVersions(console, { days: config.models.retention_days, now, who }).length)),
    datasets.clean(),
  ])
  return { at: now, telemetry: done(telemetry), signals: done(signals), models: done(models), datasets: done(cleaned) ?? null }
}

/** What could not be cleaned is told once everything else has been. */
function done<Value>(part: PromiseSettledResult<Value>): Value {
  if (part.status === 'rejected') throw part.reason
  return part.value
}
