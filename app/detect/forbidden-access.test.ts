import { expect, it } from 'vitest'
import { forbiddenAccess } from './forbidden-access.ts'
import { minute } from './testing/records.ts'
import { requests } from './testing/requests.ts'
import { episodesOf } from './testing/run.ts'

it('reports a user who is refused again and again, whatever the paths', () => {
  const episodes = episodesOf(
    forbiddenAccess,
    requests(8, (n) => ({ status: 403, user: '7', path: `/api/v1/invoices/${n}` })),
  )
  expect(episodes).toMatchObject([
    { entity: 'user:7', count: 8, last: { metadata: { count: 8, window_seconds: 120, path_count: 8 }, application: { user_id: '7' } } },
  ])
  expect(episodes[0]!.last.explanation).toMatch(/^user:7 was refused 8 requests \(403\) in 7 s \(at most 8 in 2 min, limit 5\): /)
})

it('leaves alone four refusals, a refusal a minute, and invalid requests', () => {
  expect(episodesOf(forbiddenAccess, requests(4, { status: 403 }))).toEqual([])
  expect(episodesOf(forbiddenAccess, requests(100, { status: 403 }, minute))).toEqual([])
  expect(episodesOf(forbiddenAccess, requests(100, { status: 400 }))).toEqual([])
})
