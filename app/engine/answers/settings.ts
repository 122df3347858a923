import { settingsSchema, type Settings } from '../../model/config.ts'
import type { SettingsAnswer } from '../../contract/requests.ts'
import type { Engine } from '../../engine.ts'
import { RequestFailure, type Handlers } from '../handler.ts'

export const settings: Handlers<'settings'> = {
  'settings.get': (_input, { engine }) => describe(engine),
  'settings.set': async ({ settings: changed }, { engine, who }) => {
    const before = pickSettings(engine.config)
    const changes = (Object.keys(changed) as (keyof Settings)[]).map((key) => ({ path: [key], value: changed[key] }))
    const result = engine.configFile.edit(changes)
    if (result.kind === 'refused') {
      const issues = result.problems.map(({ path, message }) => ({ path, message }))
      throw new RequestFailure({ kind: 'invalid_input', message: 'These settings are refused.', issues })
    }
    await engine.configure(result.config)
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
    file: engine.configFile.file,
    problems: read.kind === 'refused' ? read.problems : [],
    attributions: [...engine.attributions],
  }
}

function pickSettings(config: Settings): Settings {
  return settingsSchema.strip().parse(config)
}
