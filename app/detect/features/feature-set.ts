import type { Entity } from '../../model/observation.ts'
import type { FeatureSetName } from '../../model/outlier-model.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import type { Feature } from './catalogue.ts'
import type { Sighting } from './sighting.ts'

interface Described {
  name: FeatureSetName
  title: string
  description: string
  entityKind: Entity['kind']
}

/** What an entity did in a window of time makes a row. */
export interface EntitySet extends Described {
  judges: 'entity'
  features: readonly Feature[]
  /** Fills `sighting` from a record; false for a record that is none of its business. */
  read: (record: TelemetryRecord, sighting: Sighting) => boolean
}

export interface RecordFeature extends Omit<Feature, 'measure'> {
  measure: (record: TelemetryRecord) => number
}

/** Each record makes a row. */
export interface RecordSet extends Described {
  judges: 'record'
  features: readonly RecordFeature[]
  /** Whom the record is about; undefined for a record that is none of its business. */
  entityOf: (record: TelemetryRecord) => string | undefined
}

export type FeatureSet = EntitySet | RecordSet

/** The features of that name, in the set's order; all of them for null. */
export function chooseFeatures<Chosen extends { name: string }>(features: readonly Chosen[], names: readonly string[] | null): Chosen[] {
  if (names === null) return [...features]
  const chosen = features.filter(({ name }) => names.includes(name))
  return chosen.length > 0 ? chosen : [...features]
}
