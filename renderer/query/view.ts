import { useMemo } from 'react'
import { defaultRange, rangeFromText, rangeToText, type TimeRange } from '../components/time-range.ts'
import { refineRoute, useRoute } from '../state/route.ts'
import { useSession } from '../state/session.ts'

/** Changes some parameters of the address; an empty or unset one is left out of it. */
export function refine(change: Record<string, string | undefined>): void {
  const next = { ...useRoute.getState().parameters, ...change }
  refineRoute(
    Object.fromEntries(Object.entries(next).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')),
  )
}

export function useParameter(name: string): string | undefined {
  return useRoute(({ parameters }) => parameters[name])
}

/** The time range of the page: 24 hours, but all there is of a sample day, which lies in the past. */
export function useRange(): [TimeRange, (range: TimeRange) => void] {
  const text = useParameter('range')
  const sample = useSession(({ hello }) => hello?.sample ?? false)
  const range = useMemo<TimeRange>(() => rangeFromText(text) ?? (sample ? { kind: 'all' } : defaultRange), [text, sample])
  return [range, (next) => refine({ range: rangeToText(next) })]
}
