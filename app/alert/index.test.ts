import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { SecurityEvent } from '../model/event.ts'
import type { ChannelPlatform } from './channel.ts'
import { channelFactories, startOutbox } from './index.ts'
import type { OutboxStore } from './outbox.ts'

const event = {
  id: 'e1',
  title: 'Port scan',
  severity: 'high',
  explanation: 'x',
  entity: { kind: 'ip', value: '192.0.2.1' },
} as SecurityEvent

function createPlatform() {
  const lines: { level: string; message: string }[] = []
  const platform: ChannelPlatform = { notify: () => Promise.resolve({ kind: 'delivered' }), log: (line) => void lines.push(line) }
  return { lines, platform }
}

test('every channel has a name of its own', () => {
  const names = channelFactories.map((create) => create(createPlatform().platform).name)
  expect(new Set(names).size).toBe(names.length)
})

test('what a restart finds in the outbox is delivered, once', async () => {
  const { lines, platform } = createPlatform()
  const pending = [{ id: 1, event_id: 'e1', channel: 'log', attempts: 0 }]
  const console: OutboxStore = { pendingAlerts: () => [...pending], settleAlerts: () => void pending.pop(), getEvent: () => event }
  const outbox = startOutbox({ console, platform, clock: () => 0 })
  outbox.wake()
  outbox.wake()
  await outbox.stop()
  expect(lines).toHaveLength(1)
  expect(pending).toHaveLength(0)
})

test('a store that fails is reported, and the outbox goes on', async () => {
  const { lines, platform } = createPlatform()
  let rounds = 0
  const console: OutboxStore = {
    pendingAlerts: () => {
      rounds += 1
      throw new Error('disk full')
    },
    settleAlerts: () => undefined,
    getEvent: () => undefined,
  }
  const outbox = startOutbox({ console, platform, clock: () => 0 })
  outbox.wake()
  await pause(1)
  outbox.wake()
  await outbox.stop()
  expect(rounds).toBe(2)
  expect(lines).toEqual(Array.from({ length: 2 }, () => ({ level: 'error', message: 'alerts wait: disk full' })))
})
