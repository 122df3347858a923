import { readFileSync, statSync } from 'node:fs'
import type { DatasetSettingsAnswer } from '../../contract/datasets.ts'
import type { Engine } from '../../engine.ts'
import { importSource } from '../../model/source.ts'
import { RequestFailure, type Handlers } from '../handler.ts'

/** Of a file on the engine's machine. */
const largestFile = 64 << 20

export const datasets: Handlers<'datasets'> = {
  'datasets.list': async (_input, { engine }) => ({ datasets: engine.datasets.used ? await engine.datasets.ask('list', undefined) : [] }),
  'datasets.get': async ({ name, role }, { engine }) => {
    const view = found(engine.datasets.used ? await engine.datasets.ask('view', { name, role }) : undefined)
    const { summary, statistics, runs, patterns, fields, models, oldest_record, oldest_run, last_clean_up } = view
    const { history_days, anomaly_days, model_days, max_historical_records } = engine.config.datasets
    const { records } = summary
    const limits = { history_days, anomaly_days, model_days, max_historical_records }
    const retention = { ...limits, records, oldest_record, oldest_run, last_clean_up }
    return { summary, statistics, runs, patterns, fields, models, retention }
  },
  'datasets.runs': async (input, { engine }) => ({ runs: await engine.datasets.ask('runs', input) }),
  'datasets.run': async ({ id }, { engine }) => ({ run: found(await engine.datasets.ask('run', { id })) }),
  'datasets.records': async (input, { engine }) => found(await engine.datasets.ask('records', input)),
  'datasets.import': async ({ name, role, format, text, path }, { engine, who }) => {
    const content = text ?? readText(path!)
    const { observations, ...answer } = await engine.datasets.ask('importRows', { name, role, format, text: content })
    await engine.datasets.record(observations, importSource)
    if (answer.runs.length > 0) {
      note(engine, who, 'dataset.import', name, { role, records: answer.records, path })
      engine.datasets.announce([name])
    }
    return answer
  },
  'datasets.delete': async ({ name, role, history }, { engine, who }) => {
    const deleted = found(await engine.datasets.ask('remove', { name, role, history }))
    note(engine, who, history ? 'dataset.clear' : 'dataset.delete', name, { role, deleted })
    engine.datasets.announce([name])
    return { deleted }
  },
  'datasets.train': async ({ name, role }, { engine, who }) => {
    const trained = found(await engine.datasets.ask('train', { name, role }))
    if (trained.kind === 'refused') throw new RequestFailure({ kind: 'not_allowed', message: `${name} for ${role}: ${trained.reason}.` })
    note(engine, who, 'dataset.train', name, { role, version: trained.model.version, rows: trained.model.training_records })
    engine.datasets.announce([name])
    return { model: trained.model }
  },
  'datasets.clean': async (_input, { engine, who }) => {
    const taken = await engine.datasets.ask('clean', undefined)
    note(engine, who, 'dataset.clean', 'all', taken)
    return taken
  },
  'datasets.settings': (_input, { engine }) => describe(engine),
  'datasets.configure': async ({ settings, api_key }, { engine, who }) => {
    if (settings !== undefined) await change(engine, settings, who)
    if (api_key !== undefined) {
      engine.datasets.setKey(api_key)
      note(engine, who, api_key === null ? 'dataset.key_removed' : 'dataset.key_set', 'language_model', {})
    }
    return describe(engine)
  },
  'datasets.preview': async ({ name, role }, { engine }) => found(await engine.datasets.ask('preview', { name, role })),
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RequestFailure({ kind: 'not_found', message: 'There is no such dataset or run.' })
  return value
}

function note(engine: Engine, who: string, what: string, name: string, after: unknown): void {
  engine.console.addActivity({ at: Date.now(), who, what, subject: `dataset:${name}`, before: undefined, after })
}

function readText(path: string): string {
  try {
    const { size } = statSync(path)
    if (size > largestFile) throw new RequestFailure({ kind: 'not_allowed', message: `${path} is larger than ${largestFile >> 20} MiB.` })
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof RequestFailure) throw error
    throw new RequestFailure({ kind: 'not_found', message: `${path} cannot be read: ${(error as Error).message}` })
  }
}

/** Into vedette.yml, a key at a time, so that what is not named stays as it is written there. */
async function change(engine: Engine, settings: Record<string, unknown>, who: string): Promise<void> {
  const before = engine.config.datasets
  const changes = Object.entries(settings).flatMap(([key, value]) => (value === undefined ? [] : [{ path: ['datasets', key], value }]))
  const result = engine.configFile.edit(changes)
  if (result.kind === 'refused') {
    const issues = result.problems.map(({ path, message }) => ({ path, message }))
    throw new RequestFailure({ kind: 'invalid_input', message: 'These settings are refused.', issues })
  }
  await engine.configure(result)
  const after = result.config.datasets
  engine.console.addActivity({ at: Date.now(), who, what: 'settings.change', subject: 'datasets', before, after })
}

async function describe(engine: Engine): Promise<DatasetSettingsAnswer> {
  const { datasets, config, overrides } = engine
  const use = datasets.used ? await datasets.ask('modelUse', undefined) : { used_today: 0, last_failure: null }
  const from = datasets.key()
  const key = from === 'unsafe' ? 'none' : from
  return {
    settings: config.datasets,
    overridden: overrides
      .filter(({ path }) => path.startsWith('datasets.'))
      .map(({ path, name, where }) => ({ path, by: where === 'file' ? `${name} in vedette.yml` : name })),
    language_model: { active: config.datasets.language_model.enabled && key !== 'none', key, ...use },
  }
}
