import { expect, it } from 'vitest'
import { pathProbing } from './path-probing.ts'
import { minute } from './testing/records.ts'
import { requests } from './testing/requests.ts'
import { episodesOf } from './testing/run.ts'

it('reports thirty probed paths asked for once each, as one path asked for thirty times', () => {
  for (const path of [(n: number) => `/admin/${n}`, () => '/admin/login']) {
    const episodes = episodesOf(
      pathProbing,
      requests(30, (n) => ({ path: path(n), probe: '/admin/' })),
    )
    expect(episodes).toMatchObject([{ anomaly_type: 'path_probing', count: 30, last: { metadata: { count: 30, probe_path: path(29) } } }])
  }
})

it('names the prefixes and the different paths', () => {
  const [episode] = episodesOf(
    pathProbing,
    requests(12, (n) => ({ path: `/admin/${n % 3}`, probe: '/admin/', user: '7' })),
  )
  expect(episode!.last.explanation).toBe(
    'user:7 asked 12 times below /admin/ in 11 s (at most 12 in 5 min, limit 10): /admin/0, /admin/1 and 1 more',
  )
  expect(episode!.last.metadata).toMatchObject({ paths: ['/admin/0', '/admin/1', '/admin/2'], path_count: 3, probe_prefixes: ['/admin/'] })
})

it('leaves alone nine hits, a hit a minute, and other paths', () => {
  expect(episodesOf(pathProbing, requests(9, { probe: '/admin/' }))).toEqual([])
  expect(episodesOf(pathProbing, requests(500, { probe: '/admin/' }, minute))).toEqual([])
  expect(episodesOf(pathProbing, requests(500))).toEqual([])
})
