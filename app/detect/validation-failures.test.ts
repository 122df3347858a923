import { describe, expect, it } from 'vitest'
import { hour, inOrder, minute, morning, second } from './testing/records.ts'
import { requests, stranger } from './testing/requests.ts'
import { episodesOf, runDetector } from './testing/run.ts'
import { validationFailures } from './validation-failures.ts'

const invalid = (n: number) => ({ status: 400, path: `/api/v1/items/${n}` })
const observe = (drafts: ReturnType<typeof requests>) => episodesOf(validationFailures, drafts)

describe('repeated validation failures', () => {
  it('are one event at the fifth, whose count grows, with the numbers and the newest request', () => {
    const { observations, observedAt } = runDetector(validationFailures, inOrder(requests(7, invalid)))
    expect(observedAt).toEqual([5])
    expect(observations[0]).toMatchObject({
      anomaly_type: 'repeated_validation_failures',
      entity: { kind: 'actor', value: `ip:${stranger}` },
      count: 5,
      first_seen: morning,
      evidence: [1, 2, 3, 4, 5],
      metadata: { count: 5, window_seconds: 120, path_count: 5, suggested_status: 400 },
    })
    const last = observations.at(-1)!
    expect(last).toMatchObject({
      count: 2,
      metadata: { count: 7, window_seconds: 120 },
      application: { path: '/api/v1/items/6', method: 'GET', status_code: 400, ip_address: stranger },
    })
    expect(last.explanation).toBe(
      'ip:203.0.113.7 sent 7 invalid requests (400) in 6 s (at most 7 in 2 min, limit 5): /api/v1/items/0, /api/v1/items/1 and 5 more',
    )
  })

  it('count in a window that slides, so that no boundary halves a run', () => {
    const late = [...requests(1, invalid), ...requests(4, (n) => ({ ...invalid(n), time: morning + 118 * second + n * second }))]
    expect(observe(late)).toEqual([])
    expect(observe([...late, ...requests(1, { ...invalid(9), time: morning + 122 * second })])).toMatchObject([{ count: 5 }])
  })

  it('count by user where the application names one, else by address, else as nobody known', () => {
    expect(observe(requests(5, (n) => ({ ...invalid(n), user: '7', address: `10.0.0.${n}` })))).toMatchObject([{ entity: 'user:7' }])
    expect(observe(requests(12, (n) => ({ ...invalid(n), address: `10.0.0.${n % 3}` })))).toHaveLength(0)
    expect(observe(requests(5, { status: 400, address: undefined }))).toMatchObject([{ entity: 'ip:anon' }])
  })

  it('do not count by the user name of an access log, which a client may change at every request', () => {
    const drafts = requests(10, invalid).map((draft, n) => ({ ...draft, fields: { ...draft.fields, 'user.name': `u${n}` } }))
    expect(observe(drafts)).toMatchObject([{ entity: `ip:${stranger}`, count: 10 }])
  })

  it('leave alone whoever mistypes now and then, and other answers', () => {
    expect(observe(requests(200, invalid, 31 * second))).toEqual([])
    for (const status of [200, 302, 401, 403, 404, 409, 422, 429, 500]) expect(observe(requests(50, { status }))).toEqual([])
  })

  it('are another event after a quiet time, and each host’s clock has its own', () => {
    const again = requests(5, (n) => ({ ...invalid(n), time: morning + hour + n * second }))
    expect(observe([...requests(5, invalid), ...again]).map(({ count }) => count)).toEqual([5, 5])
    const wrong = requests(4, (n) => ({ ...invalid(n), host: 'lost', time: n * second }))
    expect(observe([...wrong, ...requests(4, invalid)])).toEqual([])
    expect(observe([...wrong, ...requests(30, invalid, minute / 2)])).toEqual([])
  })
})
