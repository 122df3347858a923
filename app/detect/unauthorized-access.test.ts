import { expect, it } from 'vitest'
import { minute } from './testing/records.ts'
import { requests } from './testing/requests.ts'
import { episodesOf } from './testing/run.ts'
import { unauthorizedAccess } from './unauthorized-access.ts'

it('reports an address that tries one credential after the other', () => {
  const episodes = episodesOf(unauthorizedAccess, requests(45, { status: 401, method: 'POST', path: '/api/v1/account/login' }))
  expect(episodes).toMatchObject([{ anomaly_type: 'repeated_unauthorized_access', count: 45, last: { metadata: { path_count: 1 } } }])
  expect(episodes[0]!.last.explanation).toContain('was not let in with 45 requests (401) in 44 s (at most 45 in 5 min, limit 20)')
})

it('leaves alone pages that ask for a password, somebody who mistypes, and a stale token asked once a minute', () => {
  expect(
    episodesOf(
      unauthorizedAccess,
      requests(60, (n) => ({ status: n % 4 === 0 ? 401 : 200 })),
    ),
  ).toEqual([])
  expect(episodesOf(unauthorizedAccess, requests(5, { status: 401 }))).toEqual([])
  expect(episodesOf(unauthorizedAccess, requests(600, { status: 401 }, minute))).toEqual([])
})
