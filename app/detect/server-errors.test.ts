import { expect, it } from 'vitest'
import { serverErrors } from './server-errors.ts'
import { minute } from './testing/records.ts'
import { requests } from './testing/requests.ts'
import { episodesOf } from './testing/run.ts'

it('reports an actor whose requests break the server, with the answers it got', () => {
  const episodes = episodesOf(
    serverErrors,
    requests(40, (n) => ({ status: n % 2 === 0 ? 500 : 502, path: `/api/v1/items/${n}%00` })),
  )
  expect(episodes).toMatchObject([{ anomaly_type: 'server_error_burst', count: 40, last: { metadata: { status_codes: [500, 502] } } }])
  expect(episodes[0]!.last.explanation).toContain('was answered 40 server errors (5xx) in 39 s (at most 40 in 1 min, limit 30)')
})

it('leaves alone people during an outage, each of whom tries a few times', () => {
  expect(
    episodesOf(
      serverErrors,
      requests(500, (n) => ({ status: 503, address: `10.0.${n % 50}.1` }), 100),
    ),
  ).toEqual([])
  expect(episodesOf(serverErrors, requests(500, { status: 500 }, minute / 20))).toEqual([])
})
