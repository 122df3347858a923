import { describe, expect, it } from 'vitest'
import { sourceSilence } from './source-silence.ts'
import { chatter, hour, inOrder, interleave, minute, morning, second, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector } from './testing/run.ts'

interface Speech {
  host: string
  from?: number
  to?: number
  every: number
  /** Added to the host's own clock. */
  offset?: number
  source?: string
}

/** A host that says a line every so often, from and to so long after the morning. */
function speak({ host, from = 0, to = 4 * hour, every, offset = 0, source }: Speech): { at: number; draft: Draft }[] {
  const lines = []
  for (let at = morning + from; at <= morning + to; at += every) lines.push({ at, draft: chatter(at + offset, host, source) })
  return lines
}

const others = [
  speak({ host: 'mail', every: 7 * second }),
  speak({ host: 'dns', every: 11 * second }),
  speak({ host: 'web', every: 13 * second }),
]
const observe = (...streams: { at: number; draft: Draft }[][]) => runDetector(sourceSilence, inOrder(interleave(...streams))).observations

describe('source silence', () => {
  it('notices a host that stops while the others go on, and says for how long when it speaks again', () => {
    const before = speak({ host: 'fw', every: 10 * second, to: 2 * hour })
    const after = speak({ host: 'fw', every: 10 * second, from: 2 * hour + 40 * minute })
    const observations = observe(...others, before, after)
    expect(observations.map(({ explanation }) => explanation)).toEqual([
      'fw has sent nothing through syslog-udp for more than 5 min (its usual pauses are below 12 s, over 721 records)',
      'fw sent nothing through syslog-udp for 40 min (limit 5 min, its usual pauses are below 12 s)',
    ])
    expect(foldEpisodes(observations)).toMatchObject([
      { entity: 'fw', count: 2, last: { first_seen: morning + 2 * hour, last_seen: morning + 2 * hour + 40 * minute } },
    ])
  })

  it('names the parameter that the limit comes from', () => {
    const limits = (every: number) =>
      observe(...others, speak({ host: 'fw', every, to: 3 * hour })).map(({ reasons: [silence, , usual] }) => ({
        name: silence?.name,
        ratio: Number(silence?.threshold) / Number(usual?.value),
      }))
    expect(limits(10 * second)).toMatchObject([{ name: 'parameters.floor' }])
    expect(limits(3 * minute)).toEqual([{ name: 'parameters.factor', ratio: expect.closeTo(3, 1) }])
  })

  it.each([
    ['1970', -morning],
    ['tomorrow', 24 * hour],
    ['another zone', -5 * hour],
  ])('judges a host that thinks it is %s by its own clock', (_, offset) => {
    const observations = observe(...others, speak({ host: 'fw', every: 10 * second, to: 2 * hour, offset }))
    expect(observations).toMatchObject([{ entity: { value: 'fw' }, first_seen: morning + 2 * hour + offset }])
  })

  it('leaves alone rare senders and senders of bursts', () => {
    const rare = speak({ host: 'ups', every: 20 * minute, to: 2 * hour })
    const bursts = [0, 1, 2, 3].flatMap((n) => speak({ host: 'cron', every: 5, from: n * hour, to: n * hour + second }))
    expect(observe(...others, rare, bursts)).toEqual([])
  })

  it('leaves alone a source that only people at work use, when they go home', () => {
    // Sixty logins of three lines between eight and six, at exponentially distributed distances as independent visits have.
    let from = 0
    const logins = Array.from({ length: 60 }, (_, n) => {
      from += Math.round(-Math.log(1 - (((n * 23) % 60) + 0.5) / 60) * 10 * minute)
      return speak({ host: 'files', every: 3 * second, from, to: from + 6 * second })
    })
    const day = ['mail', 'dns', 'web'].map((host, n) => speak({ host, every: (17 + 4 * n) * second, to: 24 * hour }))
    expect(observe(...day, logins.flat())).toEqual([])
  })

  it('leaves alone a host that was not watched for long', () => {
    expect(observe(...others, speak({ host: 'laptop', every: second, from: hour, to: hour + 10 * minute }))).toEqual([])
  })

  it('reports a nightly pause until it is a habit', () => {
    const length = 6 * 24 * hour
    const steady = ['a', 'b', 'c'].map((host) => speak({ host, every: 50 * second, to: length }))
    const days = [0, 1, 2, 3, 4, 5].flatMap((day) =>
      speak({ host: 'office', every: 30 * second, from: day * 24 * hour, to: day * 24 * hour + 12 * hour }),
    )
    expect(foldEpisodes(observe(...steady, days)).map(({ last }) => (last.first_seen - morning) / hour)).toEqual([12, 36])
  })

  it('does not take files about the same day, one after another, for silence', () => {
    const files = ['a', 'b', 'c', 'd', 'e'].map((host) => speak({ host, every: 10 * second }))
    const pairs = [
      interleave(speak({ host: 'f', every: 10 * second }), speak({ host: 'g', every: 9 * second })),
      interleave(speak({ host: 'h', every: 8 * second }), speak({ host: 'i', every: 10 * second })),
    ]
    const drafts = [...files.map((lines) => interleave(lines)), ...pairs].flat()
    expect(runDetector(sourceSilence, inOrder(drafts)).observations).toEqual([])
  })

  it('goes on watching with the other of two hosts', () => {
    expect(observe(speak({ host: 'a', every: 10 * second }), speak({ host: 'b', every: 10 * second, to: 2 * hour }))).toMatchObject([
      { entity: { value: 'b' } },
    ])
  })

  it('watches a host apart on each source it comes through', () => {
    const flows = speak({ host: 'router', every: 5 * second, to: hour, source: 'netflow' })
    const observations = observe(...others, flows, speak({ host: 'router', every: 60 * second }))
    expect(observations).toMatchObject([{ entity: { value: 'router' }, metadata: { source: 'netflow' } }])
  })

  it('notices by heartbeats when nothing arrives at all, but not that the engine itself was away', () => {
    const records = inOrder(interleave(speak({ host: 'only', every: 10 * second, to: hour })))
    const ticks = new Map(records.map(({ time }, at) => [at, time] as const))
    const { instance, observations } = runDetector(sourceSilence, records, { ticks })
    expect(observations).toEqual([])
    const seen: string[] = []
    const tick = (after: number) => instance.tick(morning + hour + after, ({ explanation }) => void seen.push(explanation))
    tick(9 * hour)
    expect(seen).toEqual([])
    for (let after = 9 * hour; after <= 9 * hour + 10 * minute; after += 5 * second) tick(after)
    expect(seen).toEqual([
      'only has sent nothing through syslog-udp for more than 5 min (its usual pauses are below 12 s, over 361 records)',
    ])
  })
})
