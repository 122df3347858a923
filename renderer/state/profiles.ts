import { useEffect } from 'react'
import type { ProfileDetail, ProfilesAnswer } from '../../app/contract/profiles.ts'
import { subscribe } from './connection.ts'
import { onEventsChanged } from './events.ts'
import { useRequest, type Loaded } from './use-request.ts'

/** How long statistics may be behind while events come in. */
const calm = 5_000

/** Every rule with how it has done: asked again when one is saved, and now and then while events come in. */
export function useProfiles(): [Loaded<ProfilesAnswer>, () => void] {
  const [loaded, again] = useRequest('profiles.list', {})
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        again()
      }, calm)
    }
    const stops = [subscribe('profiles.changed', again), onEventsChanged(soon)]
    return () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [again])
  return [loaded, again]
}

/** One rule in full: its profile, the package's, every revision. Asked again when any is saved: types share parameters. */
export function useProfile(anomaly_type: string): [Loaded<ProfileDetail>, () => void] {
  const [loaded, again] = useRequest('profiles.get', { anomaly_type })
  useEffect(() => subscribe('profiles.changed', again), [again])
  return [loaded, again]
}
