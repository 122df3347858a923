import { create } from 'zustand'
import type { SecurityEvent, Status } from '../../app/model/event.ts'
import { request, subscribe } from './connection.ts'
import { useSession } from './session.ts'

export interface EventChanges {
  created: readonly SecurityEvent[]
  updated: readonly SecurityEvent[]
  /** The analyst took something back: a list may move at once. */
  returned?: boolean
}

/** Everything that is not resolved. */
export const openStatuses: Status[] = ['new', 'acknowledged', 'in_progress']

/** How many events are open in the store on view, for the rail. */
export const useOpenCount = create<{ count: number }>(() => ({ count: 0 }))

const listeners = new Set<(changes: EventChanges) => void>()
const calm = 1_000

/** Tells of every event that was made or changed, by the engine or by this window. Returns the function that stops it. */
export function onEventsChanged(listener: (changes: EventChanges) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function tellEventsChanged(changes: EventChanges): void {
  for (const listener of [...listeners]) listener(changes)
}

/** Hands the engine's changes on and keeps the count of open events, asked for once a second at most. */
export function startEvents(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const count = async () => {
    timer = undefined
    const answer = await request('events.search', { query: { statuses: openStatuses }, limit: 1 })
    if (answer.kind === 'ok') useOpenCount.setState({ count: answer.output.total })
  }
  const countSoon = () => {
    timer ??= setTimeout(() => void count(), calm)
  }
  const stops = [
    subscribe('events.changed', tellEventsChanged),
    onEventsChanged(countSoon),
    useSession.subscribe((session, before) => {
      if (session.epoch !== before.epoch) void count()
    }),
  ]
  return () => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  }
}
