import { dirname } from 'node:path'
import type { Engine } from '../engine.ts'
import type { Config } from '../model/config.ts'
import type { PipelineSettings } from '../pipeline/messages.ts'
import type { ReadConfig } from './config-text.ts'
import { maskingRules, pipelineSettings, telemetryLimits } from './derived-settings.ts'
import { loadEnrichData, type LoadedEnrichData } from './enrich-data.ts'

/** What the pipeline thread keeps to: vedette.yml, the profiles in force, and the models. */
export function settingsOfPipeline({ config, profiles, models, options }: Engine): PipelineSettings {
  const settings = pipelineSettings(config, profiles.book.parameters(), options.importTimezone ?? 'local')
  // A replay is its own history: nothing was there before it.
  const streams = options.listen === false ? settings.streams?.map((stream) => ({ ...stream, warmup: 0 })) : settings.streams
  return { ...settings, streams, learned: models.learned() }
}

/** What enrichers look up; files that cannot be used are told as a problem. */
export function readEnrichData({ config, problems }: Engine): LoadedEnrichData {
  const enrich = loadEnrichData(config)
  problems.settle('enrich_data')
  for (const problem of enrich.problems) problems.report('enrich_data', problem.message)
  return enrich
}

/** Where values of flags come from; a provider that cannot be used is told as a problem. */
export async function openFlags({ config, configFile, flags, problems }: Engine): Promise<void> {
  const problem = await flags.open(config.flags, dirname(configFile.file))
  problems.settle('flags')
  if (problem !== undefined) problems.report('flags', problem)
}

/**
 * Puts a changed vedette.yml into force. Whatever it waited for, what it hands on is what holds by then: another change of
 * the file, a save of a profile or a model may have come meanwhile, and must not be undone.
 */
export async function putIntoForce(engine: Engine, { config, overrides }: ReadConfig): Promise<void> {
  const { profiles, masking, datasets, corridor, streams, bus } = engine
  const enriching = ({ enrichers, requests }: Config) => JSON.stringify({ enrichers, requests })
  const enrichersChanged = enriching(config) !== enriching(engine.config)
  const ruling = ({ detectors, rule_profiles }: Config) => JSON.stringify({ detectors, rule_profiles })
  const rulesChanged = ruling(config) !== ruling(engine.config)
  const flagsChanged = JSON.stringify(config.flags) !== JSON.stringify(engine.config.flags)
  engine.config = config
  engine.overrides = overrides
  if (rulesChanged) {
    profiles.book.reload({ ...config, overrides })
    bus.push('profiles.changed', { anomaly_types: [...profiles.book.inForce.keys()] })
  }
  masking.configure(maskingRules(config))
  datasets.configure(config)
  corridor.configureStore(telemetryLimits(config))
  if (flagsChanged) {
    await openFlags(engine)
    await engine.flagsChanged()
  }
  await streams.prepare(engine.config)
  const settings = settingsOfPipeline(engine)
  if (enrichersChanged) settings.enrich = readEnrichData(engine).data
  await corridor.configure(settings)
  await streams.settle()
}
