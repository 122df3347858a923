import { z } from 'zod'
import type { AnomalyTypeDefinition, PackChange, ParameterDefinition, ProfileRevision, RuleProfile } from '../model/rule-profile.ts'
import type { PreviewFigures, RuleCounts } from '../model/rule-figures.ts'
import { request } from './request.ts'

const time = z.number().int()

/** Rule profiles: how each anomaly type is judged. */
export const profileRequests = {
  'profiles.list': request<ProfilesAnswer>()(z.strictObject({})),
  'profiles.get': request<ProfileDetail>()(z.strictObject({ anomaly_type: z.string() })),
  /** `revision`: the one it was edited from (0: the package's); a newer one makes the save stale. Parameters are the detector's: they change for all its types. */
  'profiles.save': request<ProfileSaved>()(
    z.strictObject({
      profile: z.record(z.string(), z.unknown()),
      revision: z.int().min(0),
      why: z.string().max(1000),
      redecide: z.boolean(),
    }),
  ),
  /** Makes an earlier revision (0: the package's defaults) the newest again. */
  'profiles.restore': request<ProfileSaved>()(
    z.strictObject({ anomaly_type: z.string(), revision: z.int().min(0), why: z.string().max(1000), redecide: z.boolean() }),
  ),
  /**
   * Takes back a save, a restore or the taking in of a pack: its profiles as new revisions, the events that were decided
   * anew, and what that put on the blocklist. Refused where one of the profiles has been saved since.
   */
  'profiles.undo': request<ProfilesUndone>()(z.strictObject({ undo: z.string() })),
  /** What the change would have done to stored records: progress, cancellable. */
  'profiles.preview': request<ProfilePreview>()(z.strictObject({ profile: z.record(z.string(), z.unknown()), from: time, to: time })),
  'profiles.export': request<{ yaml: string }>()(
    z.strictObject({ anomaly_types: z.array(z.string()).optional(), name: z.string().max(100) }),
  ),
  /** `apply: false` only says what would happen. `choices`: for conflicts, per anomaly type, whose fields hold. */
  'profiles.import': request<PackAnswer>()(
    z.strictObject({
      yaml: z.string().max(2 << 20),
      apply: z.boolean(),
      choices: z.record(z.string(), z.enum(['mine', 'theirs'])).default({}),
    }),
  ),
} as const

export interface DetectorInfo {
  name: string
  family: string
  flag: string
  title: string
  description: string
  anomaly_types: AnomalyTypeDefinition[]
  parameters: ParameterDefinition[]
}

/** How a rule has done: the scorecard of the Rules page. */
export interface RuleStatistics extends RuleCounts {
  /** Of its family; none for a type that nobody declares. */
  flag?: string
  /** `untried`: it has never fired, on less than 30 days of records; `silent`: it has not fired for 30 days; `noisy`: most of its verdicts are false; `failing`: its detector failed on records. */
  health: 'healthy' | 'untried' | 'silent' | 'noisy' | 'failing' | 'off'
}

export interface ProfilesAnswer {
  profiles: RuleProfile[]
  detectors: DetectorInfo[]
  statistics: RuleStatistics[]
  /** Of the newest save, by type; absent: the package's profile. */
  revisions: Record<string, number>
}

export interface ProfileDetail {
  profile: RuleProfile
  defaults: RuleProfile
  /** Newest first. */
  revisions: ProfileRevision[]
  /** Types of the same detector, whose parameters change with this one's. */
  shared_with: string[]
  /** Parameters and fields that vedette.yml or the environment set. */
  overridden: { field: string; by: string }[]
  statistics: RuleStatistics
}

export interface ProfileSaved {
  profile: RuleProfile
  revision: number
  /** Open events decided anew. */
  redecided: number
  /** Hand to `profiles.undo`; none where nothing has changed. */
  undo?: string
}

export interface ProfilesUndone {
  anomaly_types: string[]
  /** How many events have their former grade again. */
  events: number
}

export interface ProfilePreview extends PreviewFigures {
  from: number
  to: number
  /** Whether stored records were run through the detector: not where only the decisions about its events change. */
  replayed: boolean
  records: number
  /** False when records alone are not enough: it was stopped, or stored records do not reach back to `from`. */
  complete: boolean
  oldest_record?: number
  /** Of the stored events of the type in this time: how many alert, step up and block, before and after. */
  alerts: { before: number; after: number }
  step_ups: { before: number; after: number }
  blocks: { before: number; after: number }
}

export interface PackAnswer {
  name: string
  version: string
  changes: PackChange[]
  applied: boolean
  /** Hand to `profiles.undo`, where something was applied. */
  undo?: string
  problems: { line: number; column: number; path: string; message: string }[]
}
