import { z } from 'zod'
import { categories, severities } from './severity.ts'

/** ATT&CK technique with the version of the matrix it was read from. */
export const techniqueSchema = z.object({ id: z.string().regex(/^T\d{4}(\.\d{3})?$/), name: z.string(), version: z.string() })
export type Technique = z.infer<typeof techniqueSchema>

/** anomaly type → score, severity, category and the detector's parameters (DESIGN section 2). */
export const ruleProfileSchema = z.object({
  anomaly_type: z.string().min(1),
  title: z.string(),
  description: z.string(),
  risk_score: z.int().min(0).max(100),
  severity: z.enum(severities),
  category: z.enum(categories),
  techniques: z.array(techniqueSchema),
  parameters: z.record(z.string(), z.number()),
})
export type RuleProfile = z.infer<typeof ruleProfileSchema>

/** One tunable number of a detector; documented where the detector is. */
export interface ParameterDefinition {
  name: string
  description: string
  unit: 'count' | 'seconds' | 'ratio' | 'bytes' | 'probability' | 'score' | 'days'
  default: number
  minimum: number
  maximum: number
}

/** What a detector declares of each anomaly type it can raise: the package default of its profile. */
export interface AnomalyTypeDefinition {
  anomaly_type: string
  title: string
  description: string
  risk_score: number
  severity: RuleProfile['severity']
  category: RuleProfile['category']
  techniques: Technique[]
}
