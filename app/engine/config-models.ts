import { featureSets } from '../detect/features/index.ts'
import type { ModelsConfig } from '../model/model-settings.ts'
import { suggestWord } from '../model/nearest-word.ts'
import { featureSetNames, type FeatureSetName } from '../model/outlier-model.ts'

export interface ModelProblem {
  /** Within `models`, or within the settings of a set. */
  path: (string | number)[]
  message: string
}

/** What the schema cannot know of models: which features each set has. */
export function checkModels({ sets }: ModelsConfig): ModelProblem[] {
  return featureSetNames.flatMap((set) =>
    checkFeatures(set, sets[set].features).map(({ path, message }) => ({ path: ['sets', set, ...path], message })),
  )
}

/** Of one set's settings. */
export function checkFeatures(set: FeatureSetName, features: readonly string[] | null | undefined): ModelProblem[] {
  const known = featureSets[set].features.map(({ name }) => name)
  if (features?.length === 0) return [{ path: ['features'], message: 'name one at least, or leave it out for all' }]
  return (features ?? []).flatMap((name, at) =>
    known.includes(name) ? [] : [{ path: ['features', at], message: `${set} have no feature "${name}"${suggestWord(name, known)}` }],
  )
}
