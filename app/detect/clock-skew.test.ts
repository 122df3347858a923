import { describe, expect, it } from 'vitest'
import { clockSkew } from './clock-skew.ts'
import { chatter, hour, inOrder, interleave, minute, morning, second, type Draft } from './testing/records.ts'
import { runDetector } from './testing/run.ts'

interface Speech {
  host: string
  offset?: (at: number) => number
  from?: number
  to?: number
  every?: number
}

function speak({ host, offset = () => 0, from = 0, to = hour, every = 10 * second }: Speech): { at: number; draft: Draft }[] {
  const lines = []
  for (let at = morning + from; at <= morning + to; at += every) lines.push({ at, draft: chatter(at + offset(at - morning), host) })
  return lines
}

const others = ['mail', 'dns', 'web'].map((host, n) => speak({ host, every: (7 + 4 * n) * second }))
const observe = (...streams: { at: number; draft: Draft }[][]) => runDetector(clockSkew, inOrder(interleave(...streams))).observations

describe('clock skew', () => {
  it.each([
    [
      9 * hour,
      'the clock of cam is 9 h ahead of the other hosts (limit 5 min, over 31 records): a whole number of hours: is its time zone wrong?',
    ],
    [
      -5.5 * hour,
      'the clock of cam is 5 h 30 min behind the other hosts (limit 5 min, over 31 records): a whole number of half hours: is its time zone wrong?',
    ],
    [
      24 * hour,
      'the clock of cam is 1 d ahead of the other hosts (limit 5 min, over 31 records): a whole number of days: is its date wrong?',
    ],
    [
      -morning,
      'the clock of cam is 56 years behind the other hosts (limit 5 min, over 31 records): it reads 1970, so it was probably never set',
    ],
    [-11 * minute, 'the clock of cam is 11 min behind the other hosts (limit 5 min, over 31 records)'],
  ])('reports once a host whose clock is off by %i ms, and guesses why', (offset, explanation) => {
    const observations = observe(...others, speak({ host: 'cam', offset: () => offset }))
    expect(observations).toHaveLength(1)
    expect(observations[0]).toMatchObject({ entity: { kind: 'host', value: 'cam' }, first_seen: morning + offset, count: 31 })
    expect(observations[0]!.explanation).toBe(explanation)
  })

  it('reports a clock that stands still in 1970, even among hosts that are often quiet', () => {
    const still = () => speak({ host: 'cam', offset: (at) => -morning - at })
    expect(observe(...others, still()).map(({ entity }) => entity.value)).toEqual(['cam'])
    const quiet = [
      speak({ host: 'mail', every: 7 * minute }),
      speak({ host: 'dns', every: 11 * minute }),
      speak({ host: 'web', every: 20 * second }),
    ]
    expect(observe(...quiet, still()).map(({ entity }) => entity.value)).toEqual(['cam'])
  })

  it('has nothing to say of clocks within the limit, of a single late record, or where hosts do not agree', () => {
    expect(observe(...others, speak({ host: 'cam', offset: () => 4 * minute }))).toEqual([])
    const stray = speak({ host: 'cam', offset: (at) => (at === 30 * minute ? -8 * hour : 0) })
    expect(observe(...others, stray)).toEqual([])
    expect(observe(speak({ host: 'a' }), speak({ host: 'b', offset: () => hour }))).toEqual([])
    expect(
      observe(
        speak({ host: 'a' }),
        speak({ host: 'b' }),
        speak({ host: 'c', offset: () => hour }),
        speak({ host: 'd', offset: () => hour }),
      ),
    ).toEqual([])
  })

  it('reports again when a clock that was set goes wrong anew', () => {
    const offset = (at: number) => (at < 20 * minute || at > 40 * minute ? hour : 0)
    expect(observe(...others, speak({ host: 'cam', offset })).map(({ episode }) => episode)).toEqual([
      String(morning + hour),
      expect.any(String),
    ])
  })

  it('does not take one file after another for wrong clocks', () => {
    const files = [['a', 'b', 'c'], ['d', 'e'], ['f'], ['g', 'h', 'i', 'j']]
    const drafts = files.flatMap((hosts) => interleave(...hosts.map((host) => speak({ host, to: 4 * hour }))))
    expect(runDetector(clockSkew, inOrder(drafts)).observations).toEqual([])
  })

  it('does not take a backlog for a wrong clock', () => {
    const backlog = Array.from({ length: 3600 }, (_, n) => ({
      at: morning + 30 * minute + n,
      draft: chatter(morning - 2 * hour + n * second, 'cam'),
    }))
    expect(observe(...others, backlog)).toEqual([])
    const ofDays = Array.from({ length: 1800 }, (_, n) => ({
      at: morning + n * 2 * second,
      draft: chatter(morning - 72 * hour + n * 2 * minute, 'cam'),
    }))
    expect(observe(...others, ofDays)).toEqual([])
  })

  it('knows a single host’s clock to be wrong by this machine’s, live', () => {
    const records = inOrder(interleave(speak({ host: 'cam', offset: () => -3 * hour })))
    const ticks = new Map(records.map(({ time }, at) => [at, time + 3 * hour] as const))
    expect(runDetector(clockSkew, records, { ticks }).observations.map(({ metadata }) => metadata)).toEqual([
      { 'host.name': 'cam', skew_seconds: -10_800, compared_with: 'this machine' },
    ])
  })

  it('sides with this machine when most hosts are in the wrong zone, live', () => {
    const wrong = ['mail', 'dns', 'web'].map((host) => speak({ host, offset: () => 2 * hour }))
    const drafts = wrong
      .concat([speak({ host: 'right' })])
      .flat()
      .sort((a, b) => a.at - b.at)
    const ticks = new Map(drafts.map(({ at }, n) => [n, at] as const))
    const { observations } = runDetector(clockSkew, inOrder(drafts.map(({ draft }) => draft)), { ticks })
    expect(observations.map(({ entity }) => entity.value).sort()).toEqual(['dns', 'mail', 'web'])
  })

  it('does not hold a day replayed through the listeners against this machine’s clock', () => {
    const drafts = interleave(...others.map((lines) => lines), speak({ host: 'cam', offset: () => 9 * hour }))
    const now = Date.UTC(2026, 10, 21)
    const ticks = new Map(drafts.map((_, n) => [n * 100, now + n * second] as const))
    const { observations } = runDetector(clockSkew, inOrder(drafts), { ticks })
    expect(observations.map(({ entity, metadata }) => [entity.value, metadata['compared_with']])).toEqual([['cam', 'the other hosts']])
  })
})
