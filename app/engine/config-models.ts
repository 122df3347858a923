import { featureSets } from '../detect/features/index.ts'
import { suggestWord } from '../model/nearest-word.ts'
import { featureSetNames, type FeatureSetName } from '../model/outlier-model.ts'
import { entryOf } from './written-values.ts'

export interface ModelProblem {
  /** Within `models`, or within the settings of a set. */
  path: (string | number)[]
  message: string
}

/** What the schema cannot know of models: which features each set has. Of `models` as it was written. */
export function checkModels(models: unknown): ModelProblem[] {
  return featureSetNames.flatMap((set) => {
    const features = entryOf(entryOf(entryOf(models, 'sets'), set), 'features')
    if (!Array.isArray(features)) return []
    return checkFeatures(set, features).map(({ path, message }) => ({ path: ['sets', set, ...path], message }))
  })
}

/** Of one set's settings. */
export function checkFeatures(set: FeatureSetName, features: readonly unknown[] | null | undefined): ModelProblem[] {
  const known = featureSets[set].features.map(({ name }) => name)
  if (features?.length === 0) return [{ path: ['features'], message: 'name one at least, or leave it out for all' }]
  return (features ?? []).flatMap((name, at) =>
    typeof name !== 'string' || known.includes(name)
      ? []
      : [{ path: ['features', at], message: `${set} have no feature "${name}"${suggestWord(name, known)}` }],
  )
}
