import { describe, expect, it } from 'vitest'
import { hour, inOrder, minute, morning, second, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector, runWithRestarts } from './testing/run.ts'
import { makeChance, traffic, type TrafficDraft } from './testing/traffic.ts'
import { volume } from './volume.ts'

const megabyte = 1e6
const workstation = '10.0.0.23'
const outside = '198.51.100.9'

/** Hours of ordinary work: some flows an hour that add up to about so many bytes, a third up or down. */
function work(hours: number, hourly: number, more: Partial<TrafficDraft> = {}, seed = 3): Draft[] {
  const chance = makeChance(seed)
  return Array.from({ length: hours * 20 }, (_, n) => {
    const bytes = Math.round((hourly / 20) * (0.67 + 0.66 * chance()))
    return traffic({ time: morning + n * 3 * minute, from: workstation, to: `203.0.113.${n % 7}`, port: 443, bytes, ...more })
  })
}

function transfer(at: number, total: number, more: Partial<TrafficDraft> = {}, flows = 40): Draft[] {
  return Array.from({ length: flows }, (_, n) =>
    traffic({ time: at + n * 30 * second, from: workstation, to: outside, port: 443, bytes: total / flows, ...more }),
  )
}

const find = (drafts: readonly Draft[], parameters?: Record<string, number>) =>
  foldEpisodes(runDetector(volume, inOrder([...drafts].sort((a, b) => a.time - b.time)), { parameters }).observations)

describe('unusual volume', () => {
  it('finds two gigabytes sent outside by a host that sends twelve megabytes an hour, while it happens', () => {
    const drafts = [...work(14, 12 * megabyte), ...transfer(morning + 14 * hour + minute, 2100 * megabyte)]
    const { observations } = runDetector(volume, inOrder(drafts))
    expect(observations[0]).toMatchObject({ entity: { kind: 'ip', value: workstation } })
    expect(observations[0]!.reasons[0]!.value).toBeLessThan(200 * megabyte)
    const last = observations.at(-1)!
    expect(last.explanation).toMatch(
      /^10\.0\.0\.23 sent 2\.1 GB to 198\.51\.100\.9 in 19 min \d+ s, usual at most 1[2-9] MB an hour \(median 12 MB, MAD [\d.]+ \w+ over 14 hours: /,
    )
    expect(last.metadata).toMatchObject({ 'destination.ip': [outside], baseline: 'own' })
    expect(last.score).toBeGreaterThan(0.9)
  })

  it('points at the largest transfers as evidence', () => {
    const drafts = [...work(10, 12 * megabyte), ...transfer(morning + 10 * hour + minute, 900 * megabyte, {}, 3)]
    const [found] = find(drafts)
    expect(found!.last.evidence).toEqual(expect.arrayContaining([201]))
  })

  it('leaves alone a busy day that stays below the floor, and one that is only twice as busy', () => {
    expect(find([...work(14, 2 * megabyte), ...transfer(morning + 14 * hour + minute, 90 * megabyte)])).toEqual([])
    expect(find([...work(14, 200 * megabyte), ...transfer(morning + 14 * hour + minute, 250 * megabyte)])).toEqual([])
  })

  it('leaves alone a nightly backup to a server inside', () => {
    const backup = [0, 1, 2].flatMap((night) => transfer(morning + (14 + 24 * night) * hour, 40_000 * megabyte, { to: '10.0.0.9' }))
    expect(find([...work(72, 12 * megabyte), ...backup])).toEqual([])
  })

  it('reports a nightly backup to the outside once, and expects it the next nights', () => {
    const backup = [0, 1, 2, 3].flatMap((night) =>
      transfer(morning + (15 + 24 * night) * hour + 5 * minute, (3000 + 200 * night) * megabyte),
    )
    const found = find([...work(96, 12 * megabyte), ...backup])
    expect(found).toHaveLength(1)
    expect(found[0]!.last.first_seen).toBeLessThan(morning + 24 * hour)
  })

  it('is not made used to theft: the same amount at another hour is news again', () => {
    const drafts = [
      ...work(60, 12 * megabyte),
      ...transfer(morning + 14 * hour, 2000 * megabyte),
      ...transfer(morning + 45 * hour, 2000 * megabyte),
    ]
    expect(find(drafts)).toHaveLength(2)
  })

  it('measures a host without a past against its peers, and says so', () => {
    const peers = Array.from({ length: 15 }, (_, n) => work(10, 12 * megabyte, { from: `10.0.1.${n}` }, n + 1)).flat()
    const [found, ...others] = find([...peers, ...transfer(morning + 10 * hour + minute, 2000 * megabyte)])
    expect(others).toEqual([])
    expect(found).toMatchObject({ entity: workstation })
    expect(found!.last.explanation).toContain('usual of its peers at most')
  })

  it('judges nobody before anything is known', () => {
    expect(find(transfer(morning, 9000 * megabyte))).toEqual([])
  })

  it('counts what exporters of both directions say was sent back, and multiplies what was sampled', () => {
    const reversed = (draft: Draft): Draft => ({
      ...draft,
      fields: {
        ...draft.fields,
        'source.ip': outside,
        'destination.ip': workstation,
        'network.direction': 'inbound',
        'source.bytes': 100,
        'destination.bytes': draft.fields['source.bytes'],
        'destination.packets': 9,
      },
    })
    const past = work(14, 12 * megabyte)
    expect(find([...past, ...transfer(morning + 14 * hour + minute, 2000 * megabyte).map(reversed)])).toHaveLength(1)
    const sampled = transfer(morning + 14 * hour + minute, 4 * megabyte, { extra: { 'netflow.sampling_rate': 512 } })
    expect(find([...past, ...sampled])).toHaveLength(1)
  })

  it('is not thrown off by an exporter that thinks it is 1970, nor by a clock that jumps ahead for a moment', () => {
    const past = work(14, 12 * megabyte)
    const theft = transfer(morning + 14 * hour + minute, 2000 * megabyte)
    const wrong = [...past, ...theft].map((draft) => ({
      ...draft,
      time: draft.time - morning,
      fields: { ...draft.fields, 'observer.ip': '192.0.2.9', 'source.bytes': 100 },
    }))
    const records = inOrder([...past, ...theft].flatMap((draft, n) => [wrong[n]!, draft]))
    expect(foldEpisodes(runDetector(volume, records).observations)).toHaveLength(1)
    const jump = traffic({ time: morning + 90 * 24 * hour, from: workstation, to: outside, port: 443, bytes: 500 })
    const jumped = inOrder([...past, jump, ...theft])
    expect(foldEpisodes(runDetector(volume, jumped).observations)).toHaveLength(1)
  })

  it('goes on after a restart in the middle of a theft as if nothing had happened', () => {
    const drafts = [...work(14, 12 * megabyte), ...transfer(morning + 14 * hour + minute, 2100 * megabyte)]
    const { through, resumed } = runWithRestarts(volume, inOrder(drafts), 9)
    expect(through.length).toBeGreaterThan(2)
    expect(resumed).toEqual(through)
  })

  it('stays within its bounds when every record brings a new host', () => {
    const flood = Array.from({ length: 100_000 }, (_, n) =>
      traffic({ time: morning + n, from: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, to: outside, port: 443, bytes: 1e9 }),
    )
    const { instance } = runDetector(volume, inOrder(flood))
    expect(instance.stats().entities).toBeLessThan(50_000)
    expect(instance.stats().evicted).toBeGreaterThan(0)
  })
})
