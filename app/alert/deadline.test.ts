import { expect, test } from 'vitest'
import type { SecurityEvent } from '../model/event.ts'
import type { Channel, Delivery } from './channel.ts'
import { limitDelivery } from './deadline.ts'

const channelThat = (deliver: Channel['deliver']): Channel => ({ name: 'test', title: 'Test', deliver })
const event = {} as SecurityEvent

test('a delivery that never ends is a failure to be tried again', async () => {
  const silent = limitDelivery(
    channelThat(() => new Promise<Delivery>(() => undefined)),
    10,
  )
  expect(await silent.deliver(event)).toEqual({ kind: 'failed', message: 'No answer within 0.01 s.', retry: true })
})

test('a delivery in time is what the channel says it is', async () => {
  expect(await limitDelivery(channelThat(() => Promise.resolve({ kind: 'delivered' }))).deliver(event)).toEqual({ kind: 'delivered' })
  await expect(limitDelivery(channelThat(() => Promise.reject(new Error('boom')))).deliver(event)).rejects.toThrow('boom')
})
