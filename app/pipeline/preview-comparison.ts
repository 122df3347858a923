import type { Verdict } from '../model/event.ts'
import type { PreviewedEvent, PreviewFigures } from '../model/rule-figures.ts'
import type { EventOutline } from '../store/store.ts'
import type { RunEvent } from './preview-messages.ts'

/** Listed of each kind; the counts are whole. */
export const listLimit = 200

type Placed = Pick<RunEvent, 'anomaly_type' | 'entity' | 'first_seen' | 'last_seen'>

const noise: ReadonlySet<Verdict> = new Set(['benign', 'false_positive_logic', 'false_positive_data'])

/**
 * Two runs held against each other and against the analyst's verdicts. An event has no name that outlives a change of
 * its detector's window (its episode is called after its first record), so events are the same when they are of the same
 * type and entity and overlap in time.
 */
export function compareRuns(before: readonly RunEvent[], after: readonly RunEvent[], stored: readonly EventOutline[]): PreviewFigures {
  const { removed, raised } = matchRuns(before, after)
  const inBefore = groupByCase(before)
  const inAfter = groupByCase(after)
  const inStored = groupByCase(stored)
  const found = (event: Placed, run: ReadonlyMap<string, readonly Placed[]>) => findOverlap(event, run) !== undefined
  const positives = stored.filter(({ verdict }) => verdict === 'true_positive')
  const lost = positives.filter((event) => found(event, inBefore) && !found(event, inAfter))
  const spared = stored.filter(({ verdict }) => verdict !== undefined && noise.has(verdict))
  const list = (events: readonly RunEvent[]) => gravestFirst(events).map((event) => describeRunEvent(event, inStored))
  return {
    before: before.length,
    after: after.length,
    raised: list(raised),
    removed: list(removed),
    raised_count: raised.length,
    removed_count: removed.length,
    lost_true_positives: gravestFirst(lost).map(describeStored),
    unreproduced_true_positives: positives.filter((event) => !found(event, inBefore) && !found(event, inAfter)).length,
    removed_noise: spared.filter((event) => found(event, inBefore) && !found(event, inAfter)).length,
  }
}

/** One for one, so that the counts of both runs add up: events of either run that the other has not. */
function matchRuns(before: readonly RunEvent[], after: readonly RunEvent[]): { removed: RunEvent[]; raised: RunEvent[] } {
  const ids = new Set(before.map(({ id }) => id))
  const common = new Set(after.flatMap(({ id }) => (ids.has(id) ? [id] : [])))
  const ofBefore = groupByCase(before.filter(({ id }) => !common.has(id)))
  const ofAfter = groupByCase(after.filter(({ id }) => !common.has(id)))
  const removed: RunEvent[] = []
  const raised: RunEvent[] = []
  for (const key of new Set([...ofBefore.keys(), ...ofAfter.keys()])) {
    const left = ofBefore.get(key) ?? []
    const right = ofAfter.get(key) ?? []
    let at = 0
    let to = 0
    while (at < left.length && to < right.length) {
      if (left[at]!.last_seen < right[to]!.first_seen) removed.push(left[at++]!)
      else if (right[to]!.last_seen < left[at]!.first_seen) raised.push(right[to++]!)
      else {
        at += 1
        to += 1
      }
    }
    removed.push(...left.slice(at))
    raised.push(...right.slice(to))
  }
  return { removed, raised }
}

/** By type and entity, in the order they began. */
function groupByCase<Event extends Placed>(events: readonly Event[]): Map<string, Event[]> {
  const groups = new Map<string, Event[]>()
  for (const event of events) {
    const key = caseOf(event)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [event])
    else group.push(event)
  }
  for (const group of groups.values()) group.sort((a, b) => a.first_seen - b.first_seen || a.last_seen - b.last_seen)
  return groups
}

function caseOf({ anomaly_type, entity }: Placed): string {
  return JSON.stringify([anomaly_type, entity.kind, entity.value])
}

function overlaps(a: Placed, b: Placed): boolean {
  return a.first_seen <= b.last_seen && b.first_seen <= a.last_seen
}

function findOverlap<Event extends Placed>(event: Placed, groups: ReadonlyMap<string, readonly Event[]>): Event | undefined {
  return groups.get(caseOf(event))?.find((other) => overlaps(event, other))
}

function gravestFirst<Event extends Pick<RunEvent, 'risk_score' | 'score' | 'count' | 'first_seen'>>(events: readonly Event[]): Event[] {
  const sorted = [...events].sort(
    (a, b) => b.risk_score - a.risk_score || b.score - a.score || b.count - a.count || a.first_seen - b.first_seen,
  )
  return sorted.slice(0, listLimit)
}

/** Of several stored events, one that was judged. */
function describeRunEvent(event: RunEvent, inStored: ReadonlyMap<string, readonly EventOutline[]>): PreviewedEvent {
  const same = inStored.get(caseOf(event))?.filter((other) => overlaps(event, other)) ?? []
  const stored = same.find(({ verdict }) => verdict !== undefined) ?? same[0]
  const described = describe(event)
  if (stored === undefined) return described
  return { ...described, event_id: stored.id, ...(stored.verdict === undefined ? {} : { verdict: stored.verdict }) }
}

function describeStored(event: EventOutline): PreviewedEvent {
  return { ...describe(event), event_id: event.id, ...(event.verdict === undefined ? {} : { verdict: event.verdict }) }
}

function describe({ anomaly_type, entity, first_seen, last_seen, count, explanation }: RunEvent | EventOutline): PreviewedEvent {
  return { anomaly_type, entity: entity.value, first_seen, last_seen, count, explanation }
}
