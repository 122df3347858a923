import type { SecurityEvent, Verdict } from '../../model/event.ts'
import type { KnownSpan } from '../../pipeline/model-messages.ts'
import type { ConsoleStore } from '../../store/store.ts'

type EventSource = Pick<ConsoleStore, 'searchEvents'>

const pageSize = 1000
/** More events with a verdict than anyone gives in the time a model learns from. */
const mostEvents = 50_000

/** Of events that an analyst confirmed: their rows are what a model must not learn to find usual. */
export function confirmedSpans(console: EventSource, range: { from: number; to: number }): KnownSpan[] {
  return spansOf(console, { ...range, verdicts: ['true_positive'] })
}

/** Of what models raised and analysts judged false, or expected. */
export function noiseSpans(console: EventSource, range: { from: number; to: number }): KnownSpan[] {
  const verdicts: Verdict[] = ['benign', 'false_positive_logic', 'false_positive_data']
  return spansOf(console, { ...range, verdicts, anomaly_types: ['entity_outlier'] })
}

function spansOf(console: EventSource, query: Parameters<EventSource['searchEvents']>[0]): KnownSpan[] {
  const spans: KnownSpan[] = []
  let cursor: string | undefined
  do {
    const page = console.searchEvents(query, { cursor, limit: pageSize, lean: true })
    spans.push(...page.events.map(toSpan))
    cursor = page.next
  } while (cursor !== undefined && spans.length < mostEvents)
  return spans
}

function toSpan({ entity, first_seen, last_seen }: SecurityEvent): KnownSpan {
  return { names: namesIn(entity.value), from: first_seen, to: last_seen }
}

/** `10.0.0.5 → 198.51.100.9:443` names both ends, with and without the port; `root@web-1` the account and the host. */
export function namesIn(entity: string): string[] {
  const ends = entity.split(' → ')
  const names = ends.flatMap((end) => [end, end.replace(/^\[?(.+?)\]?:\d{1,5}$/, '$1'), ...end.split('@')])
  return [...new Set(names)].filter((name) => name !== '')
}
