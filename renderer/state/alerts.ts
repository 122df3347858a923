import { subscribe } from './connection.ts'
import { notify } from './notices.ts'
import { goTo } from './route.ts'

const duration = 15_000

/** Shows what a headless engine would have a desktop notify of; on the desktop itself nothing comes this way. */
export function startAlerts(): () => void {
  return subscribe('notification', ({ title, body, event_id }) => {
    notify({ tone: 'warning', title, body, duration, action: { label: 'Open', run: () => goTo('queue', { event: event_id }) } })
  })
}
