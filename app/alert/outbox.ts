import { setImmediate } from 'node:timers/promises'
import type { SecurityEvent } from '../model/event.ts'
import type { Channel } from './channel.ts'

/** How a delivery ended. */
export interface SettledAlert {
  id: number
  result: { kind: 'delivered'; at: number } | { kind: 'failed'; at: number; message: string; retry_at?: number }
}

/** The part of the console store the outbox needs. */
export interface OutboxStore {
  pendingAlerts(now: number, limit: number): { id: number; event_id: string; channel: string; attempts: number }[]
  /** All or none, with one write to the disk. */
  settleAlerts(settled: readonly SettledAlert[]): void
  getEvent(id: string): SecurityEvent | undefined
}

const batchSize = 50
const maxAttempts = 6
const firstPause = 5000
const longestPause = 600_000
/** Milliseconds. */
const longestUnwritten = 50

/** Milliseconds to wait after so many failed attempts; `undefined`: give up. Doubles from five seconds to ten minutes. */
export function retryPause(attempts: number): number | undefined {
  return attempts >= maxAttempts ? undefined : Math.min(longestPause, firstPause * 2 ** (attempts - 1))
}

/** Tries every alert that is due once; returns how many it tried. What fails stays in the outbox with its reason. */
export async function drainOutbox(store: OutboxStore, channels: readonly Channel[], clock: () => number): Promise<number> {
  const due = store.pendingAlerts(clock(), batchSize)
  const ledger = new Ledger(store)
  for (const alert of due) {
    // Whoever else waits for this thread comes first.
    await setImmediate()
    const attempts = alert.attempts + 1
    const result = await deliver(alert, store, channels)
    const at = clock()
    if (result.kind === 'delivered') ledger.add({ id: alert.id, result: { kind: 'delivered', at } })
    else {
      const pause = result.retry ? retryPause(attempts) : undefined
      const retry_at = pause === undefined ? undefined : at + pause
      ledger.add({ id: alert.id, result: { kind: 'failed', at, message: result.message, retry_at } })
    }
  }
  ledger.close()
  return due.length
}

/**
 * Writes down together how deliveries ended: each writing is a sync to the disk. None waits long for it, since what is
 * delivered and not yet written down goes out again after a crash.
 */
class Ledger {
  private settled: SettledAlert[] = []
  private timer: NodeJS.Timeout | undefined
  private failure: Error | undefined
  private readonly store: OutboxStore

  constructor(store: OutboxStore) {
    this.store = store
  }

  add(alert: SettledAlert): void {
    if (this.failure !== undefined) throw this.failure
    this.settled.push(alert)
    this.timer ??= setTimeout(() => this.write(), longestUnwritten)
  }

  close(): void {
    this.write()
    if (this.failure !== undefined) throw this.failure
  }

  /** A timer has nobody to throw to: the failure is thrown to whoever comes next. */
  private write(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const settled = this.settled
    this.settled = []
    if (settled.length === 0) return
    try {
      this.store.settleAlerts(settled)
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error))
    }
  }
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
