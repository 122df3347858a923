import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import * as catalogue from './catalogue.ts'
import { addSighting, makeWindow, type EntityWindow } from './entity-window.ts'
import { clearSighting, makeSighting, type Sighting } from './sighting.ts'

const start = Date.UTC(2026, 2, 2, 8, 15)

/** A window of such sightings, so many milliseconds apart. */
function windowOf(sightings: readonly Partial<Sighting>[], pauses: readonly number[] = [], before?: readonly number[]): EntityWindow {
  const window = makeWindow('ada', 'test', start, 900_000, 1, start)
  let time = start
  sightings.forEach((each, at) => {
    const sighting = makeSighting()
    clearSighting(sighting)
    addSighting(window, Object.assign(sighting, each), at + 1, time, before)
    time += pauses[at % Math.max(1, pauses.length)] ?? 1000
  })
  return window
}

const each = (count: number, make: (n: number) => Partial<Sighting>) => Array.from({ length: count }, (_, n) => make(n))

describe('the catalogue', () => {
  test.each([
    ['attempts', each(3, (n) => ({ weight: n + 1 })), 6],
    ['begun', each(4, (n) => ({ began: n < 1 })), 0.25],
    ['bytesOut', each(3, () => ({ sent: 100 })), 300],
    ['bytesIn', each(3, () => ({ received: 50 })), 150],
    ['bytesRatio', [{ sent: 1023, received: 0 }], 10],
    ['bytesEach', each(2, () => ({ sent: 100, received: 50 })), 150],
    ['peers', each(10, (n) => ({ peer: `10.0.0.${n % 4}` })), 4],
    ['ports', each(10, (n) => ({ port: n % 3 })), 3],
    ['subjects', each(10, (n) => ({ subject: `/${n % 5}` })), 5],
    ['failedShare', [{ outcome: 'failure' }, { outcome: 'success' }, { outcome: 'unknown' }], 0.5],
    ['failed', [{ outcome: 'failure', weight: 3 }, { outcome: 'success' }], 3],
    ['outsideShare', each(4, (n) => ({ outside: n === 0 })), 0.25],
    ['wroteShare', each(5, (n) => ({ wrote: n < 2 })), 0.4],
    ['pause', each(4, () => ({})), 1],
    ['hour', [], 8.25],
    ['nameLength', [{ subject: 'abcd' }, { subject: 'ab' }], 3],
    ['longestName', [{ subject: 'abcd' }, { subject: 'ab' }], 4],
    ['nameEntropy', [{ subject: 'abcd' }, { subject: 'aaaa' }], 1],
  ] as [keyof typeof catalogue, Partial<Sighting>[], number][])('%s', (name, sightings, expected) => {
    expect(catalogue[name].measure(windowOf(sightings))).toBeCloseTo(expected, 9)
  })

  it('estimates many distinct values within a few per cent', () => {
    for (const count of [200, 1000, 4000]) {
      for (const stride of [1, 7, 13]) {
        const ports = catalogue.ports.measure(windowOf(each(count, (n) => ({ port: 1024 + n * stride }))))
        expect(Math.abs(ports / count - 1), `${count} ports, every ${stride}th`).toBeLessThan(0.05)
      }
      const many = catalogue.peers.measure(windowOf(each(count, (n) => ({ peer: `10.${n >> 8}.${n & 255}.7` }))))
      expect(Math.abs(many / count - 1), `${count} peers`).toBeLessThan(0.05)
    }
  })

  it('calls a peer new that was not met before, and none in the first window', () => {
    const known = windowOf(each(3, (n) => ({ peer: `10.0.0.${n}` }))).met
    const sightings = each(5, (n) => ({ peer: `10.0.0.${n}` }))
    expect(catalogue.newPeers.measure(windowOf(sightings, [], known))).toBe(2)
    expect(catalogue.newPeers.measure(windowOf(sightings))).toBe(0)
  })

  it('tells a beat from clicks', () => {
    const regularity = (pauses: number[]) =>
      catalogue.regularity.measure(
        windowOf(
          each(30, () => ({})),
          pauses,
        ),
      )
    expect(regularity([60_000])).toBe(1)
    expect(regularity([58_000, 62_000, 60_000])).toBeGreaterThan(0.95)
    expect(regularity([1000, 90_000, 300, 20_000])).toBeLessThan(0.5)
    expect(
      catalogue.regularity.measure(
        windowOf(
          each(3, () => ({})),
          [60_000],
        ),
      ),
    ).toBe(0)
  })

  it('never measures anything but a number', () => {
    const sighting = fc.record({
      peer: fc.string(),
      port: fc.integer({ min: -1, max: 65_535 }),
      subject: fc.string(),
      began: fc.boolean(),
      outcome: fc.constantFrom('success', 'failure', 'unknown'),
      sent: fc.nat(),
      received: fc.nat(),
      weight: fc.nat(1000),
    })
    fc.assert(
      fc.property(fc.array(sighting, { maxLength: 60 }), fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 5 }), (all, pauses) => {
        const window = windowOf(all as Partial<Sighting>[], pauses)
        for (const { name, measure } of Object.values(catalogue)) expect(Number.isFinite(measure(window)), name).toBe(true)
      }),
    )
  })

  it('has a name, a title and a sentence for each, no two alike', () => {
    const all = Object.values(catalogue)
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    for (const { title, description } of all) expect(Math.min(title.length, description.length)).toBeGreaterThan(3)
  })
})
