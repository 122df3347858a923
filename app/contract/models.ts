import { z } from 'zod'
import { modelChangesSchema } from '../model/model-settings.ts'
import {
  featureSetNames,
  modelSettingsSchema,
  type DriftReport,
  type FeatureSetName,
  type ModelAlgorithm,
  type ModelComparison,
  type ModelSettings,
  type ModelVersion,
  type ScoredRow,
} from '../model/outlier-model.ts'
import { request } from './request.ts'

const set = z.enum(featureSetNames)
const time = z.number().int()

/** Models of what is usual: trained on stored records, versioned, one of each feature set in force at most. */
export const modelRequests = {
  'models.list': request<ModelsAnswer>()(z.strictObject({})),
  /** Begins and answers at once; `models.changed` tells how it goes on. Settings left out are those in force for the set. */
  'models.train': request<{ training: ModelTraining }>()(z.strictObject({ set, settings: modelChangesSchema.optional() })),
  'models.cancel': request<{ cancelled: boolean }>()(z.strictObject({ set })),
  /** Against the model in force, on the candidate's own days unless others are named: progress, cancellable. */
  'models.compare': request<ModelComparison>()(z.strictObject({ id: z.string(), from: time.optional(), to: time.optional() })),
  /** Puts a version in force; the one before it is kept. */
  'models.swap': request<{ version: ModelVersion }>()(z.strictObject({ id: z.string() })),
  /** Puts the version in force again that the present one replaced; none where there was none. */
  'models.rollback': request<{ version?: ModelVersion }>()(z.strictObject({ set })),
  /** Takes the model of a set out of force without another. */
  'models.stop': request<Record<string, never>>()(z.strictObject({ set })),
  /** Not of a version in force. */
  'models.delete': request<Record<string, never>>()(z.strictObject({ id: z.string() })),
  'models.settings': request<{ settings: ModelSettings }>()(z.strictObject({ set, settings: modelSettingsSchema })),
  /** Training rows with the highest scores; a limit beyond 1 to 200 is taken as the nearest of them. */
  'models.rows': request<{ rows: ScoredRow[] }>()(z.strictObject({ id: z.string(), limit: z.number() })),
  /** Asks now whether what is usual has moved since the model in force was trained. */
  'models.drift': request<{ drift: DriftReport }>()(z.strictObject({ set })),
} as const

export interface FeatureInfo {
  name: string
  title: string
  description: string
  unit: string
}

export interface FeatureSetInfo {
  name: FeatureSetName
  title: string
  description: string
  /** An entity in a window of time, or one record. */
  judges: 'entity' | 'record'
  features: FeatureInfo[]
}

export interface ModelTraining {
  set: FeatureSetName
  why: ModelVersion['why']
  started_at: number
  /** 0 to 1. */
  fraction: number
}

/** How the last training of a set ended, where it made no model. */
export interface TrainingFailure {
  set: FeatureSetName
  at: number
  kind: 'too_few_rows' | 'cancelled' | 'failed'
  message: string
}

export interface ModelsAnswer {
  sets: FeatureSetInfo[]
  algorithms: { name: ModelAlgorithm; title: string; description: string }[]
  /** Newest first. */
  versions: ModelVersion[]
  settings: Record<FeatureSetName, ModelSettings>
  training: ModelTraining[]
  failures: TrainingFailure[]
  drift: Partial<Record<FeatureSetName, DriftReport>>
  /** Whether the family's flag lets observations become events. */
  flag: string
  /** Days versions are kept. */
  kept_days: number
}
