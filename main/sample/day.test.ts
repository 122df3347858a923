import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSampleDay, type SampleDay } from './day.ts'

const noon = Date.UTC(2026, 10, 21, 12)
const dayLength = 86_400_000

function fingerprint({ messages }: SampleDay): string {
  const hash = createHash('sha256')
  for (const { time, via, bytes } of messages) hash.update(`${time} ${via} ${bytes.length} `).update(bytes)
  return hash.digest('hex')
}

describe('the sample day', () => {
  it('is the same, byte for byte, for the same seed and day', () => {
    const day = fingerprint(createSampleDay({ seed: 7, end: noon }))
    expect(fingerprint(createSampleDay({ seed: 7, end: noon }))).toBe(day)
    expect(fingerprint(createSampleDay({ seed: 7, end: noon + 3_600_000 }))).toBe(day)
    expect(fingerprint(createSampleDay({ seed: 8, end: noon }))).not.toBe(day)
    expect(fingerprint(createSampleDay({ seed: 7, end: noon + dayLength }))).not.toBe(day)
  })

  it('is a day that is over, told in order', () => {
    const { messages } = createSampleDay({ seed: 7, end: noon })
    const times = messages.map(({ time }) => time)
    expect([...times].sort((a, b) => a - b)).toEqual(times)
    const midnight = Math.floor(noon / dayLength) * dayLength
    expect(times[0]).toBeGreaterThanOrEqual(midnight - dayLength)
    // The exporter tells of the last minute's flows when that minute is over, some of them begun before midnight.
    expect(times.at(-1)).toBeLessThanOrEqual(midnight + 2 * 60_000)
  })

  it('is small enough to be replayed through the listeners, and speaks all three wires', () => {
    const { messages } = createSampleDay({ seed: 7, end: noon })
    expect(messages.length).toBeGreaterThan(5000)
    expect(messages.length).toBeLessThan(12_000)
    expect(new Set(messages.map(({ via }) => via))).toEqual(new Set(['syslog-udp', 'syslog-tcp', 'netflow-udp']))
    // Ethernet's payload, so that no datagram is cut into fragments.
    for (const { bytes } of messages) expect(bytes.length).toBeLessThanOrEqual(1472)
  })
})
