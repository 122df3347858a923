import type { AnomalyTypeDefinition, ParameterDefinition } from '../model/rule-profile.ts'

/** What this room needs to know of a detector; rooms do not import each other, so the engine passes the real ones in. */
export interface DetectorDeclaration {
  name: string
  /** Upper-case snake, the middle of `ANOMALY_RULE_<FAMILY>_ENABLED`. */
  family: string
  title: string
  anomaly_types: readonly AnomalyTypeDefinition[]
  parameters: readonly ParameterDefinition[]
}
