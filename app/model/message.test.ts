import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChunkWriter, forEachMessage, wires, type Message } from './message.ts'

test('a chunk gives back the messages that went in, in order, with their peers and arrivals', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          bytes: fc.uint8Array({ maxLength: 200 }),
          peer: fc.constantFrom('192.0.2.1', '2001:db8::1', 'x'),
          arrival: fc.nat(),
          wire: fc.constantFrom(...wires),
        }),
        {
          maxLength: 50,
        },
      ),
      (messages) => {
        const writer = new ChunkWriter('s', 1 << 16)
        for (const message of messages) expect(writer.add(message.bytes, message.peer, message.arrival, message.wire)).toBe(true)
        const chunk = writer.take()
        const seen: Message[] = []
        if (chunk) forEachMessage(chunk, (m) => seen.push({ bytes: m.bytes.slice(), peer: m.peer, arrival: m.arrival, wire: m.wire }))
        expect(seen).toEqual(messages)
        expect(writer.take()).toBeUndefined()
      },
    ),
  )
})

test('a message that does not fit is refused and nothing is written', () => {
  const writer = new ChunkWriter('s', 64)
  expect(writer.add(new Uint8Array(40), 'a', 1, 'syslog')).toBe(true)
  expect(writer.add(new Uint8Array(40), 'a', 2, 'syslog')).toBe(false)
  expect(writer.take()?.count).toBe(1)
  expect(writer.add(new Uint8Array(40), 'a', 2, 'syslog')).toBe(true)
})
