import { Notification } from 'electron'
import type { Delivery, DesktopNotification } from './engine-messages.ts'

/** Systems that neither show nor refuse a notification by then are taken at their silence. Milliseconds. */
const answerWithin = 5000

/** Shows one notification and says what came of it; `open` is called when it is clicked. */
export function showNotification({ title, body, event_id }: DesktopNotification, open: (event_id: string) => void): Promise<Delivery> {
  if (!Notification.isSupported()) {
    return Promise.resolve({ kind: 'failed', message: 'This desktop shows no notifications.', retry: false })
  }
  return new Promise((resolve) => {
    const notification = new Notification({ title, body })
    const timer = setTimeout(
      () => resolve({ kind: 'failed', message: 'The desktop did not say whether it showed it.', retry: false }),
      answerWithin,
    )
    const settle = (delivery: Delivery) => {
      clearTimeout(timer)
      resolve(delivery)
    }
    notification.on('show', () => settle({ kind: 'delivered' }))
    notification.on('failed', (_event, message) => settle({ kind: 'failed', message, retry: true }))
    notification.on('click', () => open(event_id))
    notification.show()
  })
}
