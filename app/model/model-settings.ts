import { z } from 'zod'
import { featureSetNames, modelSettingsSchema, type FeatureSetName, type ModelSettings } from './outlier-model.ts'

/** Some of the settings. Not `modelSettingsSchema.partial()`: that fills what is left out with defaults. */
export type ModelChanges = { [Name in keyof ModelSettings]?: ModelSettings[Name] | undefined }

const changeShape = Object.fromEntries(
  Object.entries(modelSettingsSchema.shape).map(([name, schema]) => {
    const { description } = schema
    const plain = (schema.removeDefault() as z.ZodType).optional()
    return [name, description === undefined ? plain : plain.describe(description)]
  }),
)
export const modelChangesSchema: z.ZodType<ModelChanges> = z.strictObject(changeShape)

const { features: _, ...shapeOfEvery } = changeShape
const setShape = Object.fromEntries(featureSetNames.map((set) => [set, modelChangesSchema.default({})]))

/** The part of vedette.yml that says how models are made. */
export const modelsSchema = z.strictObject({
  retention_days: z.int().min(1).max(3650).default(360).describe('Days that versions out of force are kept'),
  defaults: (z.strictObject(shapeOfEvery) as z.ZodType<Omit<ModelChanges, 'features'>>)
    .default({})
    .describe('Settings of every model that differ from the package’s'),
  sets: (
    z.strictObject(setShape) as unknown as z.ZodType<Record<FeatureSetName, ModelChanges>, Partial<Record<FeatureSetName, ModelChanges>>>
  )
    .prefault({})
    .describe('Feature set → settings of its models, over those of every model'),
})
export type ModelsConfig = z.infer<typeof modelsSchema>

/** What the package and vedette.yml make of a set's settings. */
export function configuredSettings({ defaults, sets }: Pick<ModelsConfig, 'defaults' | 'sets'>, set: FeatureSetName): ModelSettings {
  return mergeSettings(modelSettingsSchema.parse({}), defaults, sets[set])
}

export function mergeSettings(settings: ModelSettings, ...changes: readonly ModelChanges[]): ModelSettings {
  return Object.assign({}, settings, ...changes.map(withoutHoles)) as ModelSettings
}

/** The fields in which one differs from the other. */
export function settingsBeyond(settings: ModelSettings, base: ModelSettings): ModelChanges {
  const names = Object.keys(settings) as (keyof ModelSettings)[]
  return Object.fromEntries(
    names.filter((name) => JSON.stringify(settings[name]) !== JSON.stringify(base[name])).map((name) => [name, settings[name]]),
  )
}

function withoutHoles(changes: ModelChanges): ModelChanges {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}
