import { z } from 'zod'
import { categories, severities } from './severity.ts'

/** ATT&CK technique with the version of the matrix it was read from. */
export const techniqueSchema = z.object({ id: z.string().regex(/^T\d{4}(\.\d{3})?$/), name: z.string(), version: z.string() })
export type Technique = z.infer<typeof techniqueSchema>

/** What decides about every observation of a type; a profile has all three. */
export const profileCoreSchema = z.object({
  risk_score: z.int({ error: 'must be a whole number from 0 to 100' }).min(0, 'must be 0 or more').max(100, 'must be 100 or less'),
  severity: z.enum(severities, { error: `must be one of ${severities.join(', ')}` }),
  category: z.enum(categories, { error: `must be one of ${categories.join(', ')}` }),
})
export type ProfileCore = z.infer<typeof profileCoreSchema>

/** anomaly type → score, severity, category and the detector's parameters (DESIGN section 2). */
export const ruleProfileSchema = z.object({
  anomaly_type: z
    .string()
    .max(200)
    .refine((name) => name.trim() !== '', 'must not be empty'),
  title: z.string().max(200),
  description: z.string().max(5000),
  ...profileCoreSchema.shape,
  techniques: z.array(techniqueSchema).max(50),
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

/** One saved state of a profile. */
export interface ProfileRevision {
  anomaly_type: string
  revision: number
  at: number
  who: string
  why: string
  /** Where it came from. */
  origin: 'analyst' | 'pack' | 'restore'
  /** As it was in force then. */
  profile: RuleProfile
  /**
   * What it holds whatever the package, vedette.yml or the environment say (`risk_score`, `parameters.failures`); all
   * else follows those. Absent: every field.
   */
  edited?: string[]
}

/** A set of profiles that travels as one YAML file. */
export interface ProfilePack {
  name: string
  version: string
  profiles: Partial<RuleProfile>[]
}

/** Three-way: what the pack said before, what is in force, what it says now (per anomaly type and field). */
export type PackChange =
  | { kind: 'added'; anomaly_type: string; profile: RuleProfile }
  | { kind: 'unchanged'; anomaly_type: string }
  /** Nobody touched it since the pack's last version: it is taken over. */
  | { kind: 'upgraded'; anomaly_type: string; before: RuleProfile; profile: RuleProfile }
  /** The analyst's edit and the pack's agree or touch different fields: both hold. */
  | { kind: 'merged'; anomaly_type: string; before: RuleProfile; profile: RuleProfile }
  /** Both changed the same fields: the analyst's stay until someone chooses. */
  | { kind: 'conflict'; anomaly_type: string; before: RuleProfile; profile: RuleProfile; fields: PackConflict[] }

export interface PackConflict {
  field: string
  base: unknown
  mine: unknown
  theirs: unknown
}
