import { expect, test } from 'vitest'
import { forEachMessage, packMessages, type Chunk } from '../model/message.ts'
import { fullAt, Intake } from './intake.ts'

const facts = [1, 2, 3].map((n) => new TextEncoder().encode(`{"n":${n}}`))
const pack = () => packMessages(facts, { source: 'api', peer: 'shop', wire: 'request', arrival: 7 })!

test('a chunk that is submitted goes on as it is, and its messages are counted', () => {
  const sent: Chunk[] = []
  const intake = new Intake(
    (chunk) => sent.push(chunk),
    () => undefined,
  )
  expect(intake.submit(pack())).toBe('taken')
  const texts: string[] = []
  forEachMessage(sent[0]!, ({ bytes, peer, wire, arrival }) => texts.push([new TextDecoder().decode(bytes), peer, wire, arrival].join(' ')))
  expect(texts).toEqual(['{"n":1} shop request 7', '{"n":2} shop request 7', '{"n":3} shop request 7'])
  expect(intake.counters().sources).toEqual([{ source: 'api', received: 3, received_bytes: 21, dropped: {} }])
})

test('where the corridor is full nothing is taken, and it is counted; once there is room it goes on', () => {
  const sent: Chunk[] = []
  const intake = new Intake(
    (chunk) => sent.push(chunk),
    () => undefined,
  )
  intake.submit({ ...pack(), length: fullAt.streams })
  expect(intake.submit(pack())).toBe('full')
  expect(intake.counters().sources[0]).toMatchObject({ received: 6, dropped: { queue_full: 3 } })
  intake.taken(fullAt.streams)
  expect(intake.submit(pack())).toBe('taken')
  expect(sent).toHaveLength(2)
})
