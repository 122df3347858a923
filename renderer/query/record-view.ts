import { useMemo } from 'react'
import type { Condition } from '../../app/model/query.ts'
import { formatQuery } from '../../app/model/query-language.ts'
import { goTo, useRoute } from '../state/route.ts'
import { addCondition, conditionsIn } from './record-query.ts'
import { refine, useParameter } from './view.ts'

/** The conditions of the Live page, kept in the address. Some: search mode; none: the live stream. */
export function useRecordConditions(): Condition[] {
  const text = useParameter('q') ?? ''
  return useMemo(() => conditionsIn(text), [text])
}

export function setRecordConditions(conditions: readonly Condition[]): void {
  refine({ q: formatQuery(conditions), record: undefined })
}

/** Adds a condition to what Live asks for; from any other page it goes there with that condition alone. */
export function filterRecords(condition: Condition): void {
  const { page, parameters } = useRoute.getState()
  if (page !== 'live') return showOnly(condition)
  setRecordConditions(addCondition(conditionsIn(parameters.q ?? ''), condition))
}

/** Goes to Live with this condition alone, in the time range of this page. */
export function showOnly(condition: Condition): void {
  const { range } = useRoute.getState().parameters
  goTo('live', { q: formatQuery([condition]), ...(range !== undefined && { range }) })
}
