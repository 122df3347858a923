import type { DriftReport } from '../../model/outlier-model.ts'
import { stabilityIndex } from '../forest/distribution.ts'
import type { OutlierModel } from './outlier-model.ts'
import type { FeatureRow } from './feature-rows.ts'

const fewestRows = 50
const steady = 0.1
const moved = 0.25

/** Whether rows of lately are spread as the model's training rows were. */
export function measureDrift(model: OutlierModel, rows: readonly FeatureRow[]): Pick<DriftReport, 'rows' | 'psi' | 'state' | 'features'> {
  const { distributions, features: names } = model.document
  if (rows.length < fewestRows) return { rows: rows.length, psi: 0, state: 'too_few', features: [] }
  const psi = stabilityIndex(distributions.score, model.score(rows))
  const features = names
    .map((feature, at) => {
      const values = rows.map(({ values }) => values[at]!)
      return { feature, psi: stabilityIndex(distributions.features[at]!, values) }
    })
    .sort((a, b) => b.psi - a.psi)
  return { rows: rows.length, psi, state: psi > moved ? 'moved' : psi > steady ? 'moving' : 'steady', features }
}
