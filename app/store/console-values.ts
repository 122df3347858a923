import type { BlockEntry } from '../model/block-entry.ts'
import type { Decision } from '../model/decision.ts'
import type { SecurityEvent, Status, Verdict } from '../model/event.ts'
import type { FlagTargeting } from '../model/flag.ts'
import type { FeatureSetName, ModelVersion } from '../model/outlier-model.ts'
import type { ProfilePack, ProfileRevision, RuleProfile } from '../model/rule-profile.ts'

export interface EventPage {
  events: SecurityEvent[]
  total: number
  /** Of all that the query finds when it asks for no status. */
  counts: Record<Status, number>
  next?: string
}

/** What a comparison needs of an event: the columns, without what is unpacked from JSON. */
export type EventOutline = Pick<
  SecurityEvent,
  | 'id'
  | 'anomaly_type'
  | 'detector'
  | 'entity'
  | 'episode'
  | 'status'
  | 'verdict'
  | 'severity'
  | 'risk_score'
  | 'category'
  | 'score'
  | 'first_seen'
  | 'last_seen'
  | 'count'
  | 'explanation'
>

/** Who does it and when; the activity log names them. */
export interface Actor {
  who: string
  at: number
}

/** A flag that somebody has set or an application has registered; others have their defaults. */
export interface StoredFlag {
  name: string
  enabled: boolean
  targeting: FlagTargeting
  changed_at: number
  changed_by: string
  /** For flags of applications. */
  registered?: { description: string; default: boolean }
}

/** `revision`: the one it was edited from (0: none is saved); left out, it is saved over whichever is newest. */
export interface ProfileSave {
  profile: RuleProfile
  /** Kept with the revision (`ProfileRevision`). */
  edited?: string[]
  revision?: number
  /** What was in force where no revision is saved yet (the package's), for the activity log. */
  before?: RuleProfile
}

export interface ProfileContext extends Actor {
  why: string
  origin: ProfileRevision['origin']
  /** The pack the profiles come from: from now on what it says is the base that its next version is compared with. */
  pack?: ProfilePack
}

export type ProfilesSaved = { kind: 'saved'; revisions: ProfileRevision[] } | { kind: 'stale'; anomaly_type: string; revision: number }

/** What a decision makes of an event, without what was observed. */
export type Grade = Pick<SecurityEvent, 'title' | 'techniques' | 'severity' | 'risk_score' | 'category'> & {
  decision: Omit<Decision, 'metadata' | 'user_message' | 'internal_message'>
}

/** Events that were all graded alike, before and after they were decided anew. */
export interface GradeChange {
  before: Grade
  after: Grade
  ids: string[]
}

export interface Redecided {
  events: SecurityEvent[]
  grades: GradeChange[]
}

/** All that one save of profiles did, for the way back. */
export interface ProfilesUndo {
  /** `revision` was made; `before` had been the newest (0: none). */
  saves: { anomaly_type: string; revision: number; before: number }[]
  grades: GradeChange[]
  /** Entries of the blocklist that deciding anew has put there. */
  block_entries: string[]
  /** The pack that was taken in, and what it was before that. */
  pack?: { name: string; version: string; former?: ProfilePack }
}

export type BlockAdded =
  | { kind: 'added' | 'renewed'; entry: BlockEntry }
  /** A decision that adds nothing to an entry that is there. */
  | { kind: 'held'; entry: BlockEntry }
  /** An analyst took this value off the list that this event had put on it. */
  | { kind: 'lifted' }

export type ChangeFailure =
  { kind: 'not_found'; id: string } | { kind: 'stale'; id: string; revision: number } | { kind: 'not_allowed'; id: string; message: string }

export interface EventChange {
  status?: Status
  verdict?: Verdict | null
  verdict_actor?: 'analyst' | 'automation' | null
  owner?: string | null
  resolved_at?: number | null
}

/** What recovery needs to start again where the last commit stood. */
export interface Recovery {
  /** Observations of blocks up to here are in the console database. */
  applied_seq: number
  snapshot?: { seq: number; state: unknown }
}

/** By flag. */
export type FlagCounts = Readonly<Record<string, { let_through: number; held_back: number }>>

/** A version as training leaves it: its number is given when it is kept. */
export interface NewModel {
  set: FeatureSetName
  summary: Omit<ModelVersion, 'id' | 'set' | 'version' | 'state'>
  document: (id: string) => unknown
}
