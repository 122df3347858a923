import { setImmediate } from 'node:timers/promises'
import type { SecurityEvent } from '../model/event.ts'
import type { Channel } from './channel.ts'

/** The part of the console store the outbox needs. */
export interface OutboxStore {
  pendingAlerts(now: number, limit: number): { id: number; event_id: string; channel: string; attempts: number }[]
  settleAlert(
    id: number,
    result: { kind: 'delivered'; at: number } | { kind: 'failed'; at: number; message: string; retry_at?: number },
  ): void
  getEvent(id: string): SecurityEvent | undefined
}

const batchSize = 50
const maxAttempts = 6
const firstPause = 5000
const longestPause = 600_000

/** Milliseconds to wait after so many failed attempts; `undefined`: give up. Doubles from five seconds to ten minutes. */
export function retryPause(attempts: number): number | undefined {
  return attempts >= maxAttempts ? undefined : Math.min(longestPause, firstPause * 2 ** (attempts - 1))
}

/** Tries every alert that is due once; returns how many it tried. What fails stays in the outbox with its reason. */
export async function drainOutbox(store: OutboxStore, channels: readonly Channel[], clock: () => number): Promise<number> {
  const due = store.pendingAlerts(clock(), batchSize)
  for (const alert of due) {
    // Each settling is a write to disk: whoever else waits for this thread comes first.
    await setImmediate()
    const attempts = alert.attempts + 1
    const result = await deliver(alert, store, channels)
    const at = clock()
    if (result.kind === 'delivered') store.settleAlert(alert.id, { kind: 'delivered', at })
    else {
      const pause = result.retry ? retryPause(attempts) : undefined
      store.settleAlert(alert.id, { kind: 'failed', at, message: result.message, retry_at: pause === undefined ? undefined : at + pause })
    }
  }
  return due.length
}

async function deliver(
  alert: { event_id: string; channel: string },
  store: OutboxStore,
  channels: readonly Channel[],
): ReturnType<Channel['deliver']> {
  const channel = channels.find(({ name }) => name === alert.channel)
  if (channel === undefined) return { kind: 'failed', message: `There is no channel "${alert.channel}".`, retry: false }
  const event = store.getEvent(alert.event_id)
  if (event === undefined) return { kind: 'failed', message: 'The event is gone.', retry: false }
  try {
    return await channel.deliver(event)
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error), retry: true }
  }
}
