import type { FeatureSetInfo, ModelsAnswer } from '../../contract/models.ts'
import { featureSets } from '../../detect/features/index.ts'
import { featureSetNames } from '../../model/outlier-model.ts'

export function describeFeatureSets(): FeatureSetInfo[] {
  return featureSetNames.map((name) => {
    const { title, description, judges, features } = featureSets[name]
    return {
      name,
      title,
      description,
      judges,
      features: features.map((feature) => ({
        name: feature.name,
        title: feature.title,
        description: feature.description,
        unit: feature.unit,
      })),
    }
  })
}

export const algorithms: ModelsAnswer['algorithms'] = [
  {
    name: 'isolation_forest',
    title: 'Isolation forest',
    description: 'Random cuts isolate what is rare in few steps (Liu, Ting and Zhou 2008)',
  },
  {
    name: 'half_space_trees',
    title: 'Half-space trees',
    description:
      'Halves the space at random and counts what falls into each part; goes on learning from what it has judged (Tan, Ting and Liu 2011)',
  },
]
