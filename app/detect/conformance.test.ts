import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxEvidence, type Observation } from '../model/observation.ts'
import { defaultParameters, detectors } from './index.ts'
import { chatter, flow, firewallDrop, hour, httpRequest, inOrder, login, morning, second, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector } from './testing/run.ts'
import { hostStream, inTrueOrder, mixedStream, steadyHosts, wrongOffset } from './testing/streams.ts'

const positions = fc.array(fc.nat(400), { maxLength: 6 }).map((chosen) => new Set(chosen))

/** Heartbeats every so many records, a second apart on a clock that runs with the records. */
const heartbeats = fc.integer({ min: 5, max: 60 }).map((every) => {
  return new Map(Array.from({ length: 200 }, (_, n) => [n * every, morning + n * 30 * second] as const))
})

describe('the list of detectors', () => {
  it('has names and anomaly types of its own for each', () => {
    expect(detectors.length).toBeGreaterThan(0)
    const names = detectors.map(({ name }) => name)
    const types = detectors.flatMap(({ anomaly_types }) => anomaly_types.map(({ anomaly_type }) => anomaly_type))
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(types).size).toBe(types.length)
  })
})

describe.each(detectors.map((detector) => [detector.name, detector] as const))('%s', (_, detector) => {
  it('documents every parameter, with a default that its range allows', () => {
    expect(detector.family).toMatch(/^[A-Z][A-Z_]*$/)
    expect(detector.description.length).toBeGreaterThan(80)
    for (const parameter of detector.parameters) {
      expect(parameter.name).toMatch(/^[a-z][a-z0-9_]*$/)
      expect(parameter.description.length, parameter.name).toBeGreaterThan(15)
      expect(parameter.default, parameter.name).toBeGreaterThanOrEqual(parameter.minimum)
      expect(parameter.default, parameter.name).toBeLessThanOrEqual(parameter.maximum)
    }
  })

  it('says of every anomaly type what it means for risk', () => {
    expect(detector.anomaly_types.length).toBeGreaterThan(0)
    for (const type of detector.anomaly_types) {
      expect(type.anomaly_type).toMatch(/^[a-z][a-z_]*$/)
      expect(type.title).not.toBe('')
      expect(type.description.length).toBeGreaterThan(30)
      expect(type.risk_score).toBeGreaterThan(0)
      expect(type.risk_score).toBeLessThanOrEqual(100)
      for (const technique of type.techniques) expect(technique).toMatchObject({ id: expect.stringMatching(/^T\d{4}(\.\d{3})?$/) })
    }
  })

  it('observes the same across a restart at any record', () => {
    fc.assert(
      fc.property(mixedStream, positions, heartbeats, fc.boolean(), (drafts, restartAt, beats, live) => {
        const records = inOrder(drafts)
        const ticks = live ? beats : undefined
        const through = runDetector(detector, records, { ticks })
        const resumed = runDetector(detector, records, { ticks, restartAt })
        expect(resumed.observations).toEqual(through.observations)
        expect(resumed.instance.stats()).toEqual(through.instance.stats())
        expect(resumed.instance.snapshot()).toEqual(through.instance.snapshot())
      }),
      { numRuns: 60 },
    )
  })

  it('finds the same without the records that it says it does not read', () => {
    const { categories } = detector
    fc.assert(
      fc.property(mixedStream, (drafts) => {
        const records = inOrder(drafts)
        const read = records.filter(({ fields }) => categories === undefined || categories.includes(fields['event.category'] ?? ''))
        const all = runDetector(detector, records)
        const some = runDetector(detector, read)
        expect(some.observations).toEqual(all.observations)
        expect(some.instance.snapshot()).toEqual(all.instance.snapshot())
      }),
      { numRuns: 60 },
    )
  })

  it('makes the same episodes however often it is drained', () => {
    fc.assert(
      fc.property(mixedStream, positions, positions, (drafts, drainAt, restartAt) => {
        const records = inOrder(drafts)
        const once = runDetector(detector, records)
        const often = runDetector(detector, records, { drainAt, restartAt })
        expect(foldEpisodes(often.observations)).toEqual(foldEpisodes(once.observations))
        expect(often.observedAt).toEqual(once.observedAt)
      }),
      { numRuns: 60 },
    )
  })

  it('does not look at when a record arrived', () => {
    fc.assert(
      fc.property(mixedStream, fc.nat(), (drafts, seed) => {
        const other = runDetector(
          detector,
          inOrder(drafts, (at) => (seed * 7919 + at * 104_729) % 1e12),
        )
        expect(other.observations).toEqual(runDetector(detector, inOrder(drafts)).observations)
      }),
      { numRuns: 30 },
    )
  })

  it('lets a host with a wrong clock change nothing for the others', () => {
    const healthy = fc.tuple(hostStream(1, 0), hostStream(2, 0), hostStream(3, 0))
    fc.assert(
      fc.property(healthy, hostStream(9, 0), wrongOffset, (streams, extra, offset) => {
        const steady = steadyHosts(4, 4 * hour)
        const wrong = extra.map(({ at, draft }) => ({ at, draft: { ...draft, time: draft.time + offset } }))
        const isTheirs = (observation: Observation) => !isAbout(observation, /host-9|^(ip:)?203\.0\.9\.|^10\.9\.|^192\.0\.2\.9|^user:u-9-/)
        const without = runDetector(detector, inOrder(inTrueOrder([...steady, ...streams.flat()])))
        const withWrong = runDetector(detector, inOrder(inTrueOrder([...steady, ...streams.flat(), ...wrong])))
        expect(foldEpisodes(withWrong.observations.filter(isTheirs)).map(withoutSeqs)).toEqual(
          foldEpisodes(without.observations).map(withoutSeqs),
        )
      }),
      { numRuns: 25 },
    )
  })

  it('raises observations that explain themselves and point at records it saw', () => {
    fc.assert(
      fc.property(mixedStream, (drafts) => {
        const records = inOrder(drafts)
        const types = detector.anomaly_types.map(({ anomaly_type }) => anomaly_type)
        for (const observation of runDetector(detector, records).observations) {
          expect(observation.detector).toBe(detector.name)
          expect(types).toContain(observation.anomaly_type)
          expect(records.map(({ source }) => source)).toContain(observation.source)
          expect(observation.explanation).toMatch(/\d/)
          expect(observation.explanation).toContain(observation.entity.value)
          expect(observation.count).toBeGreaterThan(0)
          expect(observation.score).toBeGreaterThanOrEqual(0)
          expect(observation.score).toBeLessThanOrEqual(1)
          expect(observation.first_seen).toBeLessThanOrEqual(observation.last_seen)
          expect(observation.reasons.some(({ met }) => met)).toBe(true)
          expect(observation.evidence.length).toBeGreaterThan(0)
          expect(observation.evidence.length).toBeLessThanOrEqual(maxEvidence)
          expect(new Set(observation.evidence).size).toBe(observation.evidence.length)
          for (const seq of observation.evidence) expect(records[seq - 1]?.seq).toBe(seq)
          expect(JSON.parse(JSON.stringify(observation))).toEqual(observation)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('stays within bounds when every record brings new names, and counts what it gave up', () => {
    const { instance } = runDetector(detector, inOrder(hostileDrafts(0, 60_000)))
    const before = instance.stats()
    for (const record of inOrder(hostileDrafts(60_000, 120_000))) instance.observe(record, () => {})
    const after = instance.stats()
    expect(after.entities).toBeLessThanOrEqual(50_000)
    const gaveUp = after.evicted - before.evicted
    const grew = after.entities - before.entities
    expect(gaveUp + grew > 0 || after.entities === 0).toBe(true)
    expect(JSON.stringify(instance.snapshot()).length).toBeLessThan(32_000_000)
  })

  it('starts from its defaults and takes new parameters while it runs', () => {
    const instance = detector.create(defaultParameters(detector))
    const widest = Object.fromEntries(detector.parameters.map(({ name, maximum }) => [name, maximum]))
    expect(() => instance.configure(widest)).not.toThrow()
    expect(instance.stats()).toEqual({ entities: 0, evicted: 0 })
  })
})

function isAbout(observation: Observation, pattern: RegExp): boolean {
  const names = observation.entity.value.split(/ → |@| /)
  return names.some((name) => pattern.test(name))
}

/** `seq` moves when records are added; everything else must not. */
function withoutSeqs(episode: ReturnType<typeof foldEpisodes>[number]): unknown {
  return { ...episode, last: { ...episode.last, evidence: episode.last.evidence.length } }
}

/** Every name and address is seen once; a quarter of the hosts have another zone's clock. */
function hostileDrafts(from: number, to: number): Draft[] {
  const address = (n: number) => `11.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
  return Array.from({ length: to - from }, (_, at) => {
    const n = from + at
    const time = morning + n * 5
    switch (n % 5) {
      case 0:
        return login({ time, host: `h${n}`, user: `u${n}`, outcome: 'failure', address: address(n) })
      case 1:
        return flow({ time, exporter: '192.0.2.1', from: address(n), to: address(n + 1e6), port: n & 0xffff })
      case 2:
        return firewallDrop({ time, host: `f${n}`, from: address(n), to: address(n + 1e6), port: n & 0xffff })
      case 3:
        return httpRequest({
          time,
          host: `w${n}`,
          path: `/${n}`,
          method: 'POST',
          status: [400, 401, 403, 404, 500][(n >> 3) % 5],
          address: address(n),
          tenant: ['a'],
          claimed: `t${n}`,
          sensitive: '/',
          probe: '/',
        })
      default:
        return chatter(time + 9 * hour, `c${n}`, `source-${n % 7}`)
    }
  })
}
