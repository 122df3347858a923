import { expect, it } from 'vitest'
import { requests } from './testing/requests.ts'
import { episodesOf } from './testing/run.ts'
import { writeBurst } from './write-burst.ts'

const write = (n: number) => ({ method: 'POST', path: `/api/v1/account/${n}`, sensitive: '/api/v1/account/', user: '7' })

it('reports twenty writes in a minute to sensitive prefixes, spread over as many paths as they may be', () => {
  const episodes = episodesOf(writeBurst, requests(25, write))
  expect(episodes).toMatchObject([{ anomaly_type: 'burst_sensitive_endpoint_access', entity: 'user:7', count: 25 }])
  const { explanation, metadata } = episodes[0]!.last
  expect(explanation).toBe(
    'user:7 wrote 25 times below /api/v1/account/ in 24 s (at most 25 in 1 min, limit 20): /api/v1/account/0, /api/v1/account/1 and 23 more',
  )
  expect(metadata).toMatchObject({ count: 25, window_seconds: 60, path: '/api/v1/account/24', sensitive_prefixes: ['/api/v1/account/'] })
})

it('counts every method that writes, over all sensitive prefixes together', () => {
  const mixed = (n: number) => ({ ...write(n), method: ['POST', 'PUT', 'PATCH', 'DELETE'][n % 4], sensitive: n % 2 === 0 ? '/a/' : '/b/' })
  expect(episodesOf(writeBurst, requests(20, mixed))).toMatchObject([
    { count: 20, last: { metadata: { sensitive_prefixes: ['/a/', '/b/'] } } },
  ])
})

it('leaves alone reading, writing elsewhere, and a person who fills in forms', () => {
  expect(
    episodesOf(
      writeBurst,
      requests(200, (n) => ({ ...write(n), method: n % 2 === 0 ? 'GET' : 'OPTIONS' })),
    ),
  ).toEqual([])
  expect(
    episodesOf(
      writeBurst,
      requests(200, (n) => ({ ...write(n), sensitive: undefined })),
    ),
  ).toEqual([])
  expect(episodesOf(writeBurst, requests(200, write, 4000))).toEqual([])
})
