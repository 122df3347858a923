import { create } from 'zustand'
import type { Health } from '../../app/model/counters.ts'
import { request, subscribe } from './connection.ts'
import { useSession } from './session.ts'
import { historyOf, lengthen, type HealthHistory } from './health-history.ts'

export interface HealthState {
  health: Health | undefined
  history: HealthHistory
}

export const useHealth = create<HealthState>(() => ({ health: undefined, history: historyOf() }))

/** Follows the engine's figures, once a second. Another store or engine starts the history anew. */
export function startHealth(): () => void {
  const take = (health: Health) => useHealth.setState(({ history }) => ({ health, history: lengthen(history, health) }))
  const stopPush = subscribe('health', take)
  const stopSession = useSession.subscribe((session, before) => {
    if (session.epoch === before.epoch) return
    useHealth.setState({ health: undefined, history: historyOf() })
    void request('health.get', {}).then((answer) => {
      if (answer.kind === 'ok') take(answer.output)
    })
  })
  return () => {
    stopPush()
    stopSession()
  }
}
