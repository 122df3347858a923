import type { DetectorDeclaration } from './declarations.ts'
import { applicationTypes } from './application-types.ts'

/** Which family's flag gates what was observed; `undefined` for a type that nobody declares. */
export type FamilyOf = (observed: { detector: string; anomaly_type: string }) => string | undefined

/** A detector answers for its own observations; an application's are of the family of the detector that declares the type, else of the type's own. */
export function createFamilyOf(detectors: readonly Pick<DetectorDeclaration, 'name' | 'family' | 'anomaly_types'>[]): FamilyOf {
  const byDetector = new Map(detectors.map(({ name, family }) => [name, family]))
  const byType = new Map(applicationTypes.map(({ family, anomaly_type }) => [anomaly_type, family]))
  for (const { family, anomaly_types } of detectors) for (const { anomaly_type } of anomaly_types) byType.set(anomaly_type, family)
  return ({ detector, anomaly_type }) => byDetector.get(detector) ?? byType.get(anomaly_type)
}
