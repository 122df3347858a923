import type { ProfilePreview } from '../contract/profiles.ts'
import { isSameValue } from '../model/profile-diff.ts'
import type { RuleProfile } from '../model/rule-profile.ts'
import type { PreviewClient } from '../pipeline/preview-client.ts'
import type { ConsoleStore } from '../store/store.ts'
import type { Redecision } from './event-redecision.ts'
import { detectorOf, siblingsOf, type ProfileBook } from './profile-book.ts'

export interface PreviewSources {
  console: ConsoleStore
  book: ProfileBook
  redecision: Redecision
  previews: PreviewClient
  /** By detector, what it was told of models. */
  learned: Record<string, unknown>
  /** Whether the engine beats where its records come in. */
  beats: boolean
  /** The oldest stored record; milliseconds. */
  oldest: number | undefined
}

export interface PreviewOptions {
  from: number
  to: number
  signal: AbortSignal
  progress: (fraction: number) => void
}

/** What a changed profile would have done in a time. Undefined when `signal` says stop. */
export async function previewProfile(
  profile: RuleProfile,
  sources: PreviewSources,
  { from, to, signal, progress }: PreviewOptions,
): Promise<ProfilePreview | undefined> {
  const { console, book, redecision, previews, learned, oldest } = sources
  const { anomaly_type } = profile
  const current = book.of(anomaly_type)
  const query = { anomaly_types: [anomaly_type], from, to }
  const counted = await redecision.count(query, [current, profile], signal)
  if (counted === undefined) return undefined
  const [before, after] = counted.decisions
  const pair = (count: 'alerts' | 'step_ups' | 'blocks') => ({ before: before?.[count] ?? 0, after: after?.[count] ?? 0 })
  const decisions = { alerts: pair('alerts'), step_ups: pair('step_ups'), blocks: pair('blocks') }

  const detector = detectorOf(anomaly_type)
  if (detector === undefined || isSameValue(current.parameters, profile.parameters)) {
    progress(1)
    return { from, to, ...withoutReplay(counted.events, oldest), ...decisions }
  }
  const types = [anomaly_type, ...siblingsOf(anomaly_type)]
  // What applications reported of the same types is in no stored record.
  const stored = console.outlineEvents(types, { from, to }).filter((event) => event.detector === detector.name)
  const answer = await previews.run(
    {
      detector: detector.name,
      before: current.parameters,
      after: profile.parameters,
      learned: learned[detector.name],
      from,
      to,
      beats: sources.beats,
      profiles: types.map((type) => (type === anomaly_type ? profile : book.of(type))),
      stored,
    },
    { signal, onProgress: progress },
  )
  return answer === undefined ? undefined : { from, to, replayed: true, ...answer, ...decisions }
}

/** What a detector finds stays as it is: only the decisions about stored events are others. */
function withoutReplay(events: number, oldest: number | undefined) {
  return {
    replayed: false,
    records: 0,
    complete: true,
    ...(oldest === undefined ? {} : { oldest_record: oldest }),
    before: events,
    after: events,
    raised: [],
    removed: [],
    raised_count: 0,
    removed_count: 0,
    lost_true_positives: [],
    unreproduced_true_positives: 0,
    removed_noise: 0,
  }
}
