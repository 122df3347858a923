import { featureSets } from '../detect/features/index.ts'
import type { ModelsConfig } from '../model/model-settings.ts'
import { suggestWord } from '../model/nearest-word.ts'
import { featureSetNames } from '../model/outlier-model.ts'

export interface ModelProblem {
  /** Within `models`. */
  path: (string | number)[]
  message: string
}

/** What the schema cannot know of models: which features each set has. */
export function checkModels({ sets }: ModelsConfig): ModelProblem[] {
  return featureSetNames.flatMap((set) => {
    const known = featureSets[set].features.map(({ name }) => name)
    const { features } = sets[set]
    if (features?.length === 0) return [{ path: ['sets', set, 'features'], message: 'name one at least, or leave it out for all' }]
    return (features ?? []).flatMap((name, at) =>
      known.includes(name)
        ? []
        : [{ path: ['sets', set, 'features', at], message: `${set} have no feature "${name}"${suggestWord(name, known)}` }],
    )
  })
}
