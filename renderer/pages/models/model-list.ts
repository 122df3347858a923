import type { FeatureSetInfo, ModelsAnswer, ModelTraining, TrainingFailure } from '../../../app/contract/models.ts'
import type { DriftReport, ModelSettings, ModelVersion } from '../../../app/model/outlier-model.ts'

/** What is learnt of one kind of thing, and how it fares. */
export interface Model {
  info: FeatureSetInfo
  settings: ModelSettings
  /** Newest first. */
  versions: ModelVersion[]
  inForce: ModelVersion | undefined
  /** The newest candidate that is newer than what is in force. */
  waiting: ModelVersion | undefined
  training: ModelTraining | undefined
  failure: TrainingFailure | undefined
  drift: DriftReport | undefined
}

export type ModelStanding = 'training' | 'waiting' | 'in_force' | 'too_few' | 'none'

export function modelsOf({ sets, versions, settings, training, failures, drift }: ModelsAnswer): Model[] {
  return sets.map((info) => {
    const own = versions.filter(({ set }) => set === info.name).sort((one, two) => two.version - one.version)
    const inForce = own.find(({ state }) => state === 'in_force')
    return {
      info,
      settings: settings[info.name],
      versions: own,
      inForce,
      waiting: own.find(({ state, version }) => state === 'candidate' && version > (inForce?.version ?? 0)),
      training: training.find(({ set }) => set === info.name),
      failure: failures.find(({ set }) => set === info.name),
      drift: drift[info.name],
    }
  })
}

export function standingOf({ training, waiting, inForce, failure }: Model): ModelStanding {
  if (training !== undefined) return 'training'
  if (waiting !== undefined) return 'waiting'
  if (inForce !== undefined) return 'in_force'
  return failure?.kind === 'too_few_rows' ? 'too_few' : 'none'
}

/** The version to look at first: what is in force, else what might be. */
export function leadOf({ inForce, waiting, versions }: Model): ModelVersion | undefined {
  return inForce ?? waiting ?? versions[0]
}
