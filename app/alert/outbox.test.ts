import { describe, expect, test, vi } from 'vitest'
import type { SecurityEvent } from '../model/event.ts'
import type { Channel, Delivery } from './channel.ts'
import { createLogChannel } from './log.ts'
import { createNotificationChannel } from './notification.ts'
import { drainOutbox, retryPause, type OutboxStore } from './outbox.ts'

const event = {
  id: 'e1',
  title: 'Port scan',
  severity: 'high',
  explanation: '203.0.113.7 tried 40 ports',
  anomaly_type: 'port_scan',
  risk_score: 70,
  entity: { kind: 'ip', value: '203.0.113.7' },
  count: 40,
} as SecurityEvent

/** Keeps settled alerts as the console database does. */
function createStore(channel: string) {
  const alert = { id: 1, event_id: 'e1', channel, attempts: 0, due: 0, settled: '' }
  const store: OutboxStore = {
    pendingAlerts: (now) => (alert.settled === '' && alert.due <= now ? [alert] : []),
    settleAlerts: (settled) => {
      for (const { result } of settled) {
        alert.attempts += 1
        if (result.kind === 'delivered') alert.settled = 'delivered'
        else if (result.retry_at === undefined) alert.settled = result.message
        else alert.due = result.retry_at
      }
    },
    getEvent: (id) => (id === 'e1' ? event : undefined),
  }
  return { alert, store }
}

const channelThat = (deliver: () => Promise<Delivery>): Channel => ({ name: 'test', title: 'Test', deliver })

test('an alert is delivered once', async () => {
  const { alert, store } = createStore('test')
  let delivered = 0
  const channel = channelThat(() => Promise.resolve({ kind: 'delivered', n: (delivered += 1) }))
  expect(await drainOutbox(store, [channel], () => 1000)).toBe(1)
  expect(await drainOutbox(store, [channel], () => 2000)).toBe(0)
  expect(delivered).toBe(1)
  expect(alert.settled).toBe('delivered')
})

test('a channel that fails is tried again later, and given up with its reason after six times', async () => {
  const { alert, store } = createStore('test')
  const channel = channelThat(() => Promise.resolve({ kind: 'failed', message: 'no network', retry: true }))
  let now = 0
  for (let round = 0; round < 20 && alert.settled === ''; round += 1) {
    await drainOutbox(store, [channel], () => now)
    expect(await drainOutbox(store, [channel], () => now)).toBe(0)
    now = alert.due
  }
  expect(alert.attempts).toBe(6)
  expect(alert.settled).toBe('no network')
})

test('a channel that throws is a failed delivery, not the end of the outbox', async () => {
  const { alert, store } = createStore('test')
  await drainOutbox(store, [channelThat(() => Promise.reject(new Error('boom')))], () => 0)
  expect(alert.due).toBe(retryPause(1))
})

test('an alert for a channel that is not there is settled with its reason', async () => {
  const { alert, store } = createStore('pigeon')
  await drainOutbox(store, [], () => 0)
  expect(alert.settled).toContain('pigeon')
})

test('a notification says severity, title and why; the log has the fields', async () => {
  const seen: unknown[] = []
  const platform = {
    notify: (notification: unknown) => {
      seen.push(notification)
      return Promise.resolve<Delivery>({ kind: 'delivered' })
    },
    log: (line: unknown) => void seen.push(line),
  }
  await createNotificationChannel(platform).deliver(event)
  await createLogChannel(platform).deliver(event)
  expect(seen).toEqual([
    { title: 'High: Port scan', body: '203.0.113.7 tried 40 ports', event_id: 'e1' },
    expect.objectContaining({
      level: 'warn',
      alert_severity: 'error',
      message: 'alert: 203.0.113.7 tried 40 ports',
      anomaly_type: 'port_scan',
      risk_score: 70,
    }),
  ])
})

describe('a store that writes to a disk', () => {
  function createBook(count: number) {
    const pending = new Map(Array.from({ length: count }, (_, n) => [n, { id: n, event_id: 'e1', channel: 'test', attempts: 0 }]))
    const writes: number[] = []
    const store: OutboxStore = {
      pendingAlerts: (_now, limit) => [...pending.values()].slice(0, limit),
      settleAlerts: (settled) => {
        writes.push(settled.length)
        for (const { id } of settled) pending.delete(id)
      },
      getEvent: () => event,
    }
    return { store, writes, pending }
  }

  test('is written to once for a burst of deliveries, and every alert goes out exactly once', async () => {
    const { store, writes, pending } = createBook(120)
    const delivered: number[] = []
    const channel = channelThat(() => Promise.resolve({ kind: 'delivered', n: delivered.push(1) }))
    while ((await drainOutbox(store, [channel], () => 0)) > 0);
    expect(delivered).toHaveLength(120)
    expect(pending.size).toBe(0)
    expect(writes.reduce((sum, count) => sum + count, 0)).toBe(120)
    expect(writes.length).toBeLessThan(60)
  })

  test('is told what was delivered while a slow delivery is still under way', async () => {
    const { store, pending } = createBook(2)
    let deliveries = 0
    let finish: (delivery: Delivery) => void = () => undefined
    const channel = channelThat(() =>
      deliveries++ === 0 ? Promise.resolve({ kind: 'delivered' }) : new Promise((resolve) => (finish = resolve)),
    )
    const drained = drainOutbox(store, [channel], () => 0)
    await vi.waitFor(() => expect([...pending.keys()]).toEqual([1]))
    finish({ kind: 'delivered' })
    await drained
    expect(pending.size).toBe(0)
  })

  test('that fails is reported to whoever drains, and the deliveries of later rounds are not lost by it', async () => {
    const { store, pending } = createBook(3)
    const broken = {
      ...store,
      settleAlerts: () => {
        throw new Error('disk full')
      },
    }
    const channel = channelThat(() => Promise.resolve({ kind: 'delivered' }))
    await expect(drainOutbox(broken, [channel], () => 0)).rejects.toThrow('disk full')
    expect(pending.size).toBe(3)
    expect(await drainOutbox(store, [channel], () => 0)).toBe(3)
    expect(pending.size).toBe(0)
  })
})
