import { create } from 'zustand'
import { refine } from '../query/view.ts'
import { goTo, useRoute } from './route.ts'

/** True from `t` until the fields it asked for are on screen: the first of them takes the focus. */
export const useTuning = create<{ wanted: boolean }>(() => ({ wanted: false }))

/** Opens the fields of a rule, from wherever the analyst is. */
export function tuneRule(anomaly_type: string): void {
  useTuning.setState({ wanted: true })
  const change = { rule: anomaly_type, tab: 'tune' }
  if (useRoute.getState().page === 'rules') refine(change)
  else goTo('rules', change)
}
