import type { Pushes } from '../../app/contract/pushes.ts'
import { formatMany } from '../format.ts'
import { subscribe } from './connection.ts'
import { dismissNotice, notify, useNotices } from './notices.ts'
import { goTo } from './route.ts'

const duration = 15_000

/**
 * Shows what a headless engine would have a desktop notify of; on the desktop itself nothing comes this way. Alerts that
 * come while one is on screen are told together: a burst of them must not bury the page.
 */
export function startAlerts(): () => void {
  let shown: number | undefined
  let count = 0
  return subscribe('notification', (alert) => {
    const together = shown !== undefined && useNotices.getState().notices.some(({ id }) => id === shown)
    if (together && shown !== undefined) dismissNotice(shown)
    count = together ? count + 1 : 1
    shown = notify(count === 1 ? single(alert) : several(alert, count))
  })
}

type Alert = Pushes['notification']

function single({ title, body, event_id }: Alert) {
  const run = () => goTo('queue', { event: event_id })
  return { tone: 'warning' as const, title, body, duration, action: { label: 'Open', run } }
}

function several({ title, body }: Alert, count: number) {
  const run = () => goTo('queue')
  return {
    tone: 'warning' as const,
    title: formatMany(count, 'alert'),
    body: `${title}: ${body}`,
    duration,
    action: { label: 'Queue', run },
  }
}
