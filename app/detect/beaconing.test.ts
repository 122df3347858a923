import { describe, expect, it } from 'vitest'
import { beaconing } from './beaconing.ts'
import { hour, inOrder, minute, morning, second, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector, runWithRestarts } from './testing/run.ts'
import { answerTo, makeChance, synOnly, traffic, type TrafficDraft } from './testing/traffic.ts'

const victim = '10.0.0.23'
const controller = '198.51.100.44'

interface Calls {
  every: number
  count: number
  jitter?: number
  more?: Partial<TrafficDraft>
  size?: (n: number, chance: () => number) => number
  seed?: number
}

/** Calls at an interval with some jitter, uniform to both sides. */
function calls({ every, count, jitter = 0, more = {}, size = () => 1400, seed = 1 }: Calls): Draft[] {
  const chance = makeChance(seed)
  let time = morning
  return Array.from({ length: count }, (_, n) => {
    time += Math.round(every * (1 + jitter * (2 * chance() - 1)))
    return traffic({ time, from: victim, to: controller, port: 443, clientPort: 40_000 + n, bytes: size(n, chance), ...more })
  })
}

const find = (drafts: readonly Draft[], parameters?: Record<string, number>) =>
  foldEpisodes(runDetector(beaconing, inOrder([...drafts].sort((a, b) => a.time - b.time)), { parameters }).observations)

describe('beaconing', () => {
  it('finds a call every five minutes once there are twelve over an hour, and says what is regular about it', () => {
    const { observations } = runDetector(beaconing, inOrder(calls({ every: 5 * minute, count: 60 })))
    expect(observations[0]).toMatchObject({ entity: { kind: 'pair', value: `${victim} → ${controller}:443` } })
    expect(observations[0]!.count).toBeGreaterThanOrEqual(12)
    expect(observations[0]!.count).toBeLessThanOrEqual(16)
    expect(observations[0]!.evidence.length).toBe(observations[0]!.count)
    const last = observations.at(-1)!
    expect(last.explanation).toContain('one every 5 min (typically ± 0 ms, 100 % of the intervals steady), 1.4 kB each')
    expect(last.explanation).toContain('1 host of ours contacts that address')
    expect(observations.reduce((sum, { count }) => sum + count, 0)).toBe(59)
  })

  it.each([0.05, 0.1, 0.2, 0.3])('finds it with a jitter of %f', (jitter) => {
    for (const seed of [1, 2, 3, 4, 5]) expect(find(calls({ every: 5 * minute, count: 60, jitter, seed }))).toHaveLength(1)
  })

  it('finds a beat every ten seconds, one an hour, one with gaps, and one whose orders now and then are long', () => {
    expect(find(calls({ every: 10 * second, count: 500 }))).toHaveLength(1)
    expect(find(calls({ every: hour, count: 30, jitter: 0.1 }))).toHaveLength(1)
    expect(find(calls({ every: 5 * minute, count: 90, jitter: 0.1 }).filter((_, n) => n % 7 !== 3))).toHaveLength(1)
    expect(find(calls({ every: 5 * minute, count: 60, size: (n) => (n % 10 === 4 ? 90_000 : 1400) }))).toHaveLength(1)
  })

  it('counts a contact of several flows once', () => {
    const bursts = calls({ every: 5 * minute, count: 40 }).flatMap((draft, n) =>
      [0, 1, 2, 3].map((part) => ({
        ...draft,
        time: draft.time + part * 800,
        fields: { ...draft.fields, 'event.start': draft.time + part * 800, 'source.port': 41_000 + n * 4 + part },
      })),
    )
    const found = find(bursts)
    expect(found).toHaveLength(1)
    expect(found[0]!.last.explanation).toContain('one every 5 min')
  })

  it('does not take people for machines: browsing, chance, bursts', () => {
    const chance = makeChance(11)
    for (let seed = 1; seed <= 40; seed += 1) {
      const random = makeChance(seed)
      let time = morning
      const visits = Array.from({ length: 200 }, (_, n) => {
        time += Math.round(-Math.log(1 - random()) * 3 * minute)
        return traffic({ time, from: victim, to: controller, port: 443, clientPort: 40_000 + n, bytes: 600 + Math.floor(chance() * 9000) })
      })
      expect(find(visits)).toEqual([])
    }
  })

  it('leaves alone time, mail retrieval and names, which are polled by nature', () => {
    expect(find(calls({ every: 64 * second, count: 300, more: { port: 123, transport: 'udp', bytes: 76 } }))).toEqual([])
    for (const port of [143, 993, 110, 995]) expect(find(calls({ every: 5 * minute, count: 100, more: { port } }))).toEqual([])
  })

  it('leaves alone sizes that vary as answers of a busy service do', () => {
    expect(find(calls({ every: 5 * minute, count: 100, size: (_, chance) => 800 + Math.floor(chance() ** 2 * 30_000) }))).toEqual([])
  })

  it('leaves alone an update server that the whole office polls every hour', () => {
    const office = Array.from({ length: 12 }, (_, n) =>
      calls({ every: hour, count: 48, jitter: 0.02, seed: n + 1, more: { from: `10.0.0.${n + 1}`, to: '203.0.113.80' } }),
    ).flat()
    expect(find(office)).toEqual([])
  })

  it('still finds two hosts that call the same controller, but not a third in a large office’s infrastructure', () => {
    const two = [1, 2].flatMap((n) => calls({ every: 5 * minute, count: 60, more: { from: `10.0.0.${n}` } }))
    expect(find(two)).toHaveLength(2)
  })

  it('leaves alone what stays inside, what comes from outside, refused calls, and answers', () => {
    const regular: Calls = { every: minute, count: 300 }
    expect(find(calls({ ...regular, more: { to: '10.0.0.5' } }))).toEqual([])
    expect(find(calls({ ...regular, more: { from: controller, to: victim } }))).toEqual([])
    expect(find(calls({ ...regular, more: { flags: synOnly } }))).toEqual([])
    const answers = calls(regular).map(({ time }, n) => answerTo({ time, from: controller, to: victim, port: 443, clientPort: 40_000 + n }))
    expect(find(answers)).toEqual([])
  })

  it('does not mistake the slices of one long connection for calls', () => {
    const tunnel = { port: 51_820, transport: 'udp' as const, clientPort: 51_821 }
    expect(find(calls({ every: minute, count: 300, more: tunnel }))).toEqual([])
    expect(find(calls({ every: minute, count: 300, more: { flags: 0x18, clientPort: 50_000 } }))).toEqual([])
  })

  it('measures by the exporter’s own clock, whatever another one thinks', () => {
    const wrong = calls({ every: 5 * minute, count: 60, more: { exporter: '192.0.2.9' } }).map((draft) => ({
      ...draft,
      time: draft.time - morning,
      fields: { ...draft.fields, 'event.start': (draft.fields['event.start'] as number) - morning },
    }))
    const mixed = calls({ every: 5 * minute, count: 60, jitter: 0.1 }).flatMap((draft, n) => [draft, wrong[n]!])
    const { observations } = runDetector(beaconing, inOrder(mixed))
    const began = foldEpisodes(observations).map(({ last }) => Math.floor(last.first_seen / hour))
    expect(began.sort((a, b) => a - b)).toEqual([0, Math.floor(morning / hour)])
  })

  it('goes on after a restart between two calls as if nothing had happened', () => {
    const { through, resumed } = runWithRestarts(beaconing, inOrder(calls({ every: 5 * minute, count: 60, jitter: 0.2 })), 5)
    expect(through.length).toBeGreaterThan(2)
    expect(resumed).toEqual(through)
  })

  it('takes no more memory than its bounds when every pair is new, and again new', () => {
    const flood = Array.from({ length: 150_000 }, (_, n) =>
      traffic({
        time: morning + n,
        from: `10.0.${n % 40}.${n % 250}`,
        to: `${20 + ((n >> 1) % 150)}.${(n >> 9) & 255}.${(n >> 1) & 255}.9`,
        port: 443,
      }),
    )
    const { instance } = runDetector(beaconing, inOrder([...flood, ...flood.map((draft) => ({ ...draft, time: draft.time + hour }))]))
    expect(instance.stats().entities).toBeLessThan(50_000)
    expect(JSON.stringify(instance.snapshot()).length).toBeLessThan(20_000_000)
  })
})
