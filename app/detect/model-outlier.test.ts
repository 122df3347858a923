import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Detector } from './detector.ts'
import type { OutlierModelDocument } from './features/outlier-model.ts'
import { modelOutlier } from './model-outlier.ts'
import { defaultParameters } from './parameters.ts'
import { documentOf, officeModel, officeTraffic, sweepTraffic, trainOn } from './testing/models.ts'
import { hour, inOrder, login, minute, morning, second, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector } from './testing/run.ts'
import { mixedStream } from './testing/streams.ts'

/** The detector with models in force. */
function withModels(...documents: OutlierModelDocument[]): Detector {
  return {
    ...modelOutlier,
    create: (parameters) => {
      const instance = modelOutlier.create(parameters)
      instance.adopt?.(documents)
      return instance
    },
  }
}

const model = officeModel()
const nextDay = morning + 24 * hour
const positions = fc.array(fc.nat(400), { maxLength: 6 }).map((chosen) => new Set(chosen))
const inTime = (drafts: Draft[]) => inOrder(drafts.sort((a, b) => a.time - b.time))

describe('without a model', () => {
  it('raises nothing and keeps nothing', () => {
    const { observations, instance } = runDetector(modelOutlier, inOrder([...officeTraffic(2), ...sweepTraffic(morning + 2 * hour)]))
    expect(observations).toEqual([])
    expect(instance.stats()).toEqual({ entities: 0, evicted: 0 })
  })
})

describe('with a model of the hosts', () => {
  const attack = inTime([...officeTraffic(3, { seed: 11, from: nextDay }), ...sweepTraffic(nextDay + hour)])

  it('raises the host that did what none did, and names what it was', () => {
    const [first, ...others] = foldEpisodes(runDetector(withModels(model), attack).observations)
    expect(others).toEqual([])
    expect(first).toMatchObject({ anomaly_type: 'entity_outlier', entity: '10.0.0.12' })
    expect(first!.last.explanation).toMatch(
      /^10\.0\.0\.12 was unlike what hosts-1 learnt of [\d.]+ days.*: score 0\.\d+ \(limit 0\.\d+\); /,
    )
    expect(first!.last.score).toBeGreaterThanOrEqual(0.5)
    const told = first!.last.metadata['features'] as { feature: string }[]
    expect(told.map(({ feature }) => feature)).toContain('peers')
    expect(first!.last.reasons.find(({ name }) => name === 'features.peers')).toMatchObject({ met: true })
  })

  it('leaves an ordinary day alone', () => {
    expect(runDetector(withModels(model), inOrder(officeTraffic(6, { seed: 3, from: nextDay }))).observations).toEqual([])
  })

  it('never judges what it learnt from, not even in part', () => {
    const learnt = documentOf(trainOn(attack), 'hosts-2')
    expect(runDetector(withModels(learnt), attack).observations).toEqual([])
    const half = { ...model, last_seq: attack.find(({ time }) => time > nextDay + hour + 2 * minute)!.seq }
    expect(runDetector(withModels(half), attack).observations).toEqual([])
  })

  it('asks for more where a margin is set', () => {
    const parameters = { ...defaultParameters(modelOutlier), margin: 0.5 }
    expect(runDetector(withModels(model), attack, { parameters }).observations).toEqual([])
  })

  it('ends the windows of a clock that is right at a heartbeat, when nothing more comes', () => {
    const records = inTime([...officeTraffic(1, { seed: 2, from: nextDay }), ...sweepTraffic(nextDay + 16 * minute)])
    const silent = records.filter(({ time }) => time < nextDay + 27 * minute)
    expect(runDetector(withModels(model), silent).observations).toEqual([])
    const instance = withModels(model).create(defaultParameters(modelOutlier))
    const raised: string[] = []
    for (const record of silent) {
      instance.tick(record.time, () => undefined)
      instance.observe(record, () => undefined)
    }
    instance.tick(nextDay + 31 * minute, ({ entity }) => raised.push(entity.value))
    expect(raised).toEqual([])
    instance.tick(nextDay + 33 * minute, ({ entity }) => raised.push(entity.value))
    expect(raised).toEqual(['10.0.0.12'])
  })

  it('goes on with its open windows when another version takes over', () => {
    const instance = withModels(model).create(defaultParameters(modelOutlier))
    const raised: unknown[] = []
    for (const [at, record] of attack.entries()) {
      if (at === attack.length >> 1) instance.adopt?.([{ ...model, id: 'hosts-2' }])
      instance.observe(record, ({ metadata }) => raised.push(metadata['model']))
    }
    expect(raised.length).toBeGreaterThan(0)
  })
})

describe('with a model of the accounts', () => {
  const day = (hours: number, from: number) =>
    Array.from({ length: hours * 20 }, (_, n) =>
      login({
        time: from + n * 3 * minute,
        host: 'web-1',
        user: `user-${n % 5}`,
        outcome: n % 17 === 0 ? 'failure' : 'success',
        address: `10.0.0.${n % 5}`,
      }),
    )

  it('raises the account that is tried from everywhere', () => {
    const accounts = documentOf(trainOn(inOrder(day(24, morning)), { set: 'accounts' }), 'accounts-1', 0)
    const attack = Array.from({ length: 200 }, (_, n) =>
      login({ time: nextDay + 20 * minute + n * second, host: 'web-1', user: 'user-3', outcome: 'failure', address: `203.0.113.${n}` }),
    )
    const { observations } = runDetector(withModels(accounts), inTime([...day(3, nextDay), ...attack]))
    expect(foldEpisodes(observations).map(({ entity, last }) => [entity, last.entity.kind])).toEqual([['user-3', 'user']])
  })
})

describe('training', () => {
  it('says so where there are too few rows', () => {
    expect(trainOn(inOrder(officeTraffic(1)), { settings: { minimum_rows: 1000 } })).toMatchObject({ kind: 'too_few_rows' })
  })

  it('leaves out the rows of a confirmed event', () => {
    const records = inTime([...officeTraffic(6), ...sweepTraffic(morning + hour)])
    const leftOut = [{ names: ['10.0.0.12'], from: morning + hour, to: morning + hour + 10 * minute }]
    const clean = trainOn(records, { leftOut })
    expect(clean.kind === 'trained' && clean.summary.confirmed_rows).toBe(1)
    expect(clean.kind === 'trained' && clean.summary.highest[0]?.entity).toBeDefined()
    const poisoned = trainOn(records)
    expect(poisoned.kind === 'trained' && poisoned.summary.highest[0]).toMatchObject({ entity: '10.0.0.12' })
  })

  it('gives the same model for the same records and seed', () => {
    const records = inOrder(officeTraffic(6))
    expect(trainOn(records)).toEqual(trainOn(records))
  })

  it('lets as many rows a day stand out as the budget allows', () => {
    const records = inOrder(officeTraffic(24))
    for (const budget of [2, 10]) {
      const training = trainOn(records, { settings: { budget } })
      expect(training.kind === 'trained' && training.summary.outliers_per_day).toBeCloseTo(budget, -0.5)
    }
  })

  it('ranks an attack first when 5 % of the rows it learnt from were one', () => {
    const office = officeTraffic(12, { hosts: 6 })
    const sweeps = Array.from({ length: 14 }, (_, n) => sweepTraffic(morning + n * 50 * minute, '10.0.0.99', 100 + n * 20)).flat()
    const training = trainOn(inTime([...office, ...sweeps]))
    if (training.kind !== 'trained') throw new Error('too few rows')
    const { highest, rows } = training.summary
    expect(14 / rows).toBeGreaterThan(0.04)
    expect(highest.slice(0, 10).map(({ entity }) => entity)).toEqual(new Array(10).fill('10.0.0.99'))
  })
})

describe('with a model that cannot be read', () => {
  it('says so, and goes on with the others', () => {
    const instance = modelOutlier.create(defaultParameters(modelOutlier))
    const broken = { ...model, id: 'hosts-2', fitted: { ...model.fitted, format: 2 as 1 } }
    expect(() => instance.adopt?.([broken, model])).toThrow('a model of format 2')
    const raised: string[] = []
    const records = inTime([...officeTraffic(3, { seed: 11, from: nextDay }), ...sweepTraffic(nextDay + hour)])
    for (const record of records) instance.observe(record, ({ entity }) => raised.push(entity.value))
    expect(raised).toContain('10.0.0.12')
  })
})

describe('with half-space trees', () => {
  const learning = officeModel({ algorithm: 'half_space_trees', profile_days: 0.25, budget: 0.05 })
  const busy = (from: number, hours: number) => Array.from({ length: hours * 12 }, (_, n) => sweepTraffic(from + n * 5 * minute)).flat()
  const hoursOf = ({ observations }: ReturnType<typeof runDetector>) =>
    observations.filter(({ entity }) => entity.value === '10.0.0.12').map(({ last_seen }) => Math.floor((last_seen - nextDay) / hour))

  it('raises what is unlike the past, and finds usual what stays for a profile', () => {
    const days = inTime([...officeTraffic(30, { seed: 5, from: nextDay }), ...busy(nextDay + hour, 29)])
    const hours = hoursOf(runDetector(withModels(learning), days))
    expect(Math.min(...hours)).toBe(1)
    // Six hours make a profile: it is not more than two of them until all that judges has seen the sweeps.
    expect(Math.max(...hours)).toBeLessThan(14)
    const frozen = hoursOf(runDetector(withModels(stopLearning(learning)), days))
    expect(Math.max(...frozen)).toBeGreaterThan(28)
  })

  it('counts a row after it was judged, and none that it was trained on', () => {
    const records = inOrder(officeTraffic(2, { seed: 5, from: nextDay }))
    const learnt = (document: OutlierModelDocument) =>
      (runDetector(withModels(document), records).instance.snapshot() as { learned: [string, { counted: number }][] }).learned[0]![1]
        .counted
    expect(learnt(learning)).toBeGreaterThan(30)
    expect(learnt({ ...learning, last_seq: records.at(-1)!.seq })).toBe(0)
  })

  it('begins as it was trained when it is put in force again', () => {
    const instance = withModels(learning).create(defaultParameters(modelOutlier))
    const snapshot = () => (instance.snapshot() as { learned: unknown }).learned
    const untouched = snapshot()
    for (const record of inOrder(officeTraffic(2, { seed: 5, from: nextDay }))) instance.observe(record, () => undefined)
    expect(snapshot()).not.toEqual(untouched)
    instance.adopt?.([{ ...learning, id: 'hosts-2' }])
    instance.adopt?.([learning])
    expect(snapshot()).toEqual(untouched)
  })
})

/** As long as no profile is full, the trained one judges. */
function stopLearning(document: OutlierModelDocument): OutlierModelDocument {
  return withProfile(document, Number.MAX_SAFE_INTEGER)
}

function withProfile(document: OutlierModelDocument, profile: number): OutlierModelDocument {
  const { fitted } = document
  return { ...document, fitted: { ...fitted, trees: { ...fitted.trees, profile } } as OutlierModelDocument['fitted'] }
}

const eagerSettings = { window_minutes: 5, budget: 1000 }

/** The suite of `conformance.test.ts` runs it without a model. */
describe.each([
  ['a forest', officeModel(eagerSettings)],
  ['trees that learn, three rows at a time', withProfile(officeModel({ ...eagerSettings, algorithm: 'half_space_trees', trees: 10 }), 3)],
])('the laws of detectors hold with %s', (_, document) => {
  const eager = withModels({ ...document, last_seq: 0 })

  it('observes the same across a restart at any record', () => {
    fc.assert(
      fc.property(mixedStream, positions, (drafts, restartAt) => {
        const records = inOrder(drafts)
        const ticks = new Map(Array.from({ length: 100 }, (_, n) => [n * 11, morning + n * minute] as const))
        const through = runDetector(eager, records, { ticks })
        const resumed = runDetector(eager, records, { ticks, restartAt })
        expect(resumed.observations).toEqual(through.observations)
        expect(resumed.instance.stats()).toEqual(through.instance.stats())
        expect(resumed.instance.snapshot()).toEqual(through.instance.snapshot())
      }),
      { numRuns: 40 },
    )
  })

  it('makes the same episodes however often it is drained, whenever records arrived', () => {
    fc.assert(
      fc.property(mixedStream, positions, fc.nat(), (drafts, drainAt, seed) => {
        const once = runDetector(eager, inOrder(drafts))
        const later = inOrder(drafts, (at) => (seed * 7919 + at * 104_729) % 1e12)
        const often = runDetector(eager, later, { drainAt })
        expect(foldEpisodes(often.observations)).toEqual(foldEpisodes(once.observations))
      }),
      { numRuns: 40 },
    )
  })

  it('explains itself and points at records it saw', () => {
    fc.assert(
      fc.property(mixedStream, (drafts) => {
        const records = inOrder(drafts)
        for (const observation of runDetector(eager, records).observations) {
          expect(observation.explanation).toContain(observation.entity.value)
          expect(observation.score).toBeGreaterThanOrEqual(0)
          expect(observation.score).toBeLessThanOrEqual(1)
          expect(observation.first_seen).toBeLessThanOrEqual(observation.last_seen)
          expect(observation.reasons.some(({ met }) => met)).toBe(true)
          expect(observation.evidence.length).toBeGreaterThan(0)
          expect(new Set(observation.evidence).size).toBe(observation.evidence.length)
          for (const seq of observation.evidence) expect(records[seq - 1]?.seq).toBe(seq)
          expect(JSON.parse(JSON.stringify(observation))).toEqual(observation)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('stays within bounds when every record brings a new host', () => {
    const flood = Array.from({ length: 60_000 }, (_, n) => ({
      ...sweepTraffic(morning + n, `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`, 1)[0]!,
    }))
    const { instance } = runDetector(eager, inOrder(flood))
    const { entities, evicted } = instance.stats()
    expect(entities).toBeLessThanOrEqual(10_000)
    expect(evicted).toBeGreaterThan(0)
    expect(JSON.stringify(instance.snapshot()).length).toBeLessThan(32_000_000)
  })
})
