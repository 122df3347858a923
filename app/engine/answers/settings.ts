import { settingsSchema, type Settings } from '../../model/config.ts'
import type { SettingsAnswer } from '../../contract/settings.ts'
import type { Engine } from '../../engine.ts'
import type { Override } from '../config-text.ts'
import { RequestFailure, type Handlers } from '../handler.ts'

export const settings: Handlers<'settings'> = {
  'settings.get': (_input, { engine }) => describe(engine),
  'settings.set': async ({ settings: changed }, { engine, who }) => {
    const before = pickSettings(engine.config)
    const changes = (Object.keys(changed) as (keyof Settings)[]).map((key) => ({ path: [key], value: ownValue(engine, key, changed[key]) }))
    const result = engine.configFile.edit(changes)
    if (result.kind === 'refused') {
      const issues = result.problems.map(({ path, message }) => ({ path, message }))
      throw new RequestFailure({ kind: 'invalid_input', message: 'These settings are refused.', issues })
    }
    await engine.configure(result)
    engine.console.addActivity({
      at: Date.now(),
      who,
      what: 'settings.change',
      subject: 'settings',
      before,
      after: pickSettings(result.config),
    })
    return describe(engine)
  },
}

function describe(engine: Engine): SettingsAnswer {
  const read = engine.configFile.read()
  return {
    settings: pickSettings(engine.config),
    overridden: overridesOf(engine).map(({ path, name, where }) => ({ path, by: where === 'file' ? `${name} in vedette.yml` : name })),
    file: engine.configFile.file,
    problems: read.kind === 'refused' ? read.problems : [],
    attributions: [...engine.attributions],
  }
}

/** Settings that are shown here: not those of detectors and profiles. */
function overridesOf({ overrides }: Engine): Override[] {
  return overrides.filter(({ path }) => Object.hasOwn(settingsSchema.shape, path.split('.')[0] ?? ''))
}

/** A section comes back as it was shown: what a name sets in it must not be written into the file as its own. */
function ownValue<Key extends keyof Settings>(engine: Engine, key: Key, value: Settings[Key] | undefined): unknown {
  const fields = overridesOf(engine).flatMap(({ path }) => (path.startsWith(`${key}.`) ? [path.slice(key.length + 1)] : []))
  const read = engine.configFile.read()
  if (fields.length === 0 || read.kind === 'refused' || typeof value !== 'object' || value === null) return value
  const own = read.own[key] as Record<string, unknown>
  return { ...value, ...Object.fromEntries(fields.map((field) => [field, own[field]])) }
}

function pickSettings(config: Settings): Settings {
  return settingsSchema.strip().parse(config)
}
