import { clampLimit } from '../../model/limit.ts'
import type { ModelChanges } from '../../model/model-settings.ts'
import type { FeatureSetName } from '../../model/outlier-model.ts'
import { checkFeatures } from '../config-models.ts'
import { RequestFailure, type Handlers } from '../handler.ts'
import type { Asked } from '../models/model-desk.ts'

/** Rows of one answer. */
const mostRows = 200

export const models: Handlers<'models'> = {
  'models.list': (_input, { engine }) => engine.models.list(),
  'models.train': ({ set, settings }, { engine, who }) => {
    refuseUnknownFeatures(set, settings)
    return { training: valueOf(engine.models.train(set, settings ?? {}, who)).training }
  },
  'models.cancel': ({ set }, { engine }) => ({ cancelled: engine.models.cancel(set) }),
  'models.compare': async ({ id, from, to }, { engine, signal, progress }) => {
    const { comparison } = valueOf(await engine.models.compare(id, { from, to }, { signal, onProgress: progress }))
    if (comparison === undefined) throw new RequestFailure({ kind: 'cancelled', message: 'Cancelled.' })
    return comparison
  },
  'models.swap': ({ id }, { engine, who }) => ({ version: valueOf(engine.models.swap(id, { who, at: Date.now() })).version }),
  'models.rollback': ({ set }, { engine, who }) => {
    const { version } = valueOf(engine.models.rollback(set, { who, at: Date.now() }))
    return version === undefined ? {} : { version }
  },
  'models.stop': ({ set }, { engine, who }) => {
    engine.models.stop(set, { who, at: Date.now() })
    return {}
  },
  'models.delete': ({ id }, { engine, who }) => {
    valueOf(engine.models.delete(id, { who, at: Date.now() }))
    return {}
  },
  'models.settings': ({ set, settings }, { engine, who }) => {
    refuseUnknownFeatures(set, settings)
    return { settings: engine.models.saveSettings(set, settings, { who, at: Date.now() }) }
  },
  'models.rows': ({ id, limit }, { engine }) => {
    const rows = engine.models.rows(id, clampLimit(limit, mostRows))
    if (rows === undefined) throw new RequestFailure({ kind: 'not_found', message: `There is no model ${id}.` })
    return { rows }
  },
  'models.drift': async ({ set }, { engine, signal, progress }) => {
    const { drift } = valueOf(await engine.models.drift(set, { signal, onProgress: progress }))
    if (drift === undefined) throw new RequestFailure({ kind: 'cancelled', message: 'Cancelled.' })
    return { drift }
  },
}

function refuseUnknownFeatures(set: FeatureSetName, settings: ModelChanges | undefined): void {
  const issues = checkFeatures(set, settings?.features).map(({ path, message }) => ({ path: ['settings', ...path].join('.'), message }))
  const [first] = issues
  if (first !== undefined) throw new RequestFailure({ kind: 'invalid_input', message: first.message, issues })
}

function valueOf<Value>(asked: Asked<Value>): { kind: 'done' } & Value {
  if (asked.kind === 'done') return asked
  const { kind, message } = asked as { kind: 'not_found' | 'conflict' | 'unavailable'; message: string }
  throw new RequestFailure({ kind, message })
}
