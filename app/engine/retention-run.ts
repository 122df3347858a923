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
  const telemetry = await retention.finish()
  const signals = await streams.forget(now)
  const models = cleanModelVersions(console, { days: config.models.retention_days, now, who }).length
  return { at: now, telemetry, signals, models, datasets: (await datasets.clean()) ?? null }
}
