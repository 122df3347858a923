import { useMemo } from 'react'
import type { EventQuery } from '../../app/model/query.ts'
import { statuses, type Status } from '../../app/model/event.ts'
import { openStatuses } from '../state/events.ts'
import { useRoute } from '../state/route.ts'
import { addFilter, readEventFilters, writeEventFilters, type EventFilter } from './event-filter.ts'
import { refine, useParameter } from './view.ts'

/** Which part of the life of an event the queue shows. */
export type StatusChoice = 'open' | 'all' | Status
export const statusChoices: readonly StatusChoice[] = ['open', ...statuses, 'all']

export function statusesOf(choice: StatusChoice): Status[] | undefined {
  if (choice === 'open') return openStatuses
  return choice === 'all' ? undefined : [choice]
}

/** The filters of the queue, kept in the address. One that cannot be read (an old link) counts as none. */
export function useEventFilters(): EventFilter[] {
  const text = useParameter('q') ?? ''
  return useMemo(() => {
    const reading = readEventFilters(text)
    return reading.kind === 'read' ? reading.filters : []
  }, [text])
}

export function setEventFilters(filters: readonly EventFilter[]): void {
  refine({ q: writeEventFilters(filters) })
}

export function filterEvents(filter: EventFilter): void {
  const reading = readEventFilters(useRoute.getState().parameters.q ?? '')
  setEventFilters(addFilter(reading.kind === 'read' ? reading.filters : [], filter))
}

export function useStatusChoice(): [StatusChoice, (choice: StatusChoice) => void] {
  const text = useParameter('status')
  const choice = statusChoices.find((one) => one === text) ?? 'open'
  return [choice, (next) => refine({ status: next === 'open' ? undefined : next })]
}

export const eventSorts = ['priority', 'last_seen', 'first_seen', 'risk_score', 'count'] as const satisfies readonly EventQuery['sort'][]

export function useEventSort(): [(typeof eventSorts)[number], (sort: (typeof eventSorts)[number]) => void] {
  const text = useParameter('sort')
  const sort = eventSorts.find((one) => one === text) ?? 'priority'
  return [sort, (next) => refine({ sort: next === 'priority' ? undefined : next })]
}
