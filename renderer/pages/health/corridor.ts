import type { Counters, SourceCounters } from '../../../app/model/counters.ts'
import { sumOf } from '../../state/health-history.ts'

/** One stage of the way through the engine: how many came by, or were lost or held back there, and why. */
export interface Stage {
  name: string
  kind: 'way' | 'loss' | 'held'
  count: number
  reasons: readonly { reason: string; count: number }[]
  /** What the number counts, in a few words. */
  note: string
}

/** The corridor from the wire to an event, in order. Numbers since the engine started. */
export function stagesOf({ sources, detectors, suppressed, events_created, events_updated }: Counters): Stage[] {
  const total = (count: (source: Counters['sources'][number]) => number) => sources.reduce((sum, source) => sum + count(source), 0)
  const merged = (pick: 'unparsed' | 'dropped') => merge(sources.map((source) => source[pick]))
  const unparsed = merged('unparsed')
  const dropped = merged('dropped')
  return [
    { name: 'Received', kind: 'way', count: total(({ received }) => received), reasons: [], note: 'messages off the wire' },
    { name: 'Dropped', kind: 'loss', count: sumOf(dropped), reasons: reasonsOf(dropped), note: 'messages lost' },
    { name: 'Parsed', kind: 'way', count: total(({ parsed }) => parsed), reasons: [], note: 'records understood' },
    { name: 'Unparsed', kind: 'held', count: sumOf(unparsed), reasons: reasonsOf(unparsed), note: 'records kept raw' },
    { name: 'Stored', kind: 'way', count: total(({ stored }) => stored), reasons: [], note: 'records searchable' },
    { name: 'Observed', kind: 'way', count: detectors.reduce((sum, { observed }) => sum + observed, 0), reasons: [], note: 'observations' },
    { name: 'Suppressed', kind: 'held', count: sumOf(suppressed), reasons: reasonsOf(suppressed), note: 'observations held back' },
    {
      name: 'Events',
      kind: 'way',
      count: events_created,
      reasons: events_updated > 0 ? [{ reason: 'folded into one already there', count: events_updated }] : [],
      note: 'made',
    },
  ]
}

export function merge(counts: readonly Record<string, number>[]): Record<string, number> {
  const merged: Record<string, number> = {}
  for (const one of counts) for (const [reason, count] of Object.entries(one)) merged[reason] = (merged[reason] ?? 0) + count
  return merged
}

/** A row for each source, and one for all that were removed and had brought something: it is part of the totals above. */
export function rowsOf(sources: readonly SourceCounters[]): { title: string; source: SourceCounters }[] {
  const [first, ...others] = sources.filter(({ removed, received, stored }) => removed && received + stored > 0)
  const rows = sources.filter(({ removed }) => !removed).map((source) => ({ title: source.source, source }))
  if (first === undefined) return rows
  return [
    ...rows,
    { title: others.length === 0 ? `${first.source} (removed)` : `${others.length + 1} removed`, source: others.reduce(add, first) },
  ]
}

function add(one: SourceCounters, other: SourceCounters): SourceCounters {
  return {
    ...one,
    received: one.received + other.received,
    received_bytes: one.received_bytes + other.received_bytes,
    parsed: one.parsed + other.parsed,
    unparsed: merge([one.unparsed, other.unparsed]),
    dropped: merge([one.dropped, other.dropped]),
    stored: one.stored + other.stored,
    rate: one.rate + other.rate,
    lag: Math.max(one.lag, other.lag),
    last_record_at: Math.max(one.last_record_at ?? 0, other.last_record_at ?? 0) || undefined,
  }
}

/** The most frequent first; those that never happened are left out. */
export function reasonsOf(counts: Record<string, number>): { reason: string; count: number }[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ({ reason: reason.replaceAll('_', ' '), count }))
    .sort((one, other) => other.count - one.count)
}
