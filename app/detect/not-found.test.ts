import { expect, it } from 'vitest'
import { notFound } from './not-found.ts'
import { second } from './testing/records.ts'
import { requests } from './testing/requests.ts'
import { episodesOf } from './testing/run.ts'

it('reports whoever works through a list of names, and says how many', () => {
  const episodes = episodesOf(
    notFound,
    requests(600, (n) => ({ status: 404, path: `/backup-${n}.zip` }), second / 10),
  )
  expect(episodes).toMatchObject([{ anomaly_type: 'repeated_not_found', count: 600 }])
  const { metadata, explanation, reasons } = episodes[0]!.last
  expect(metadata['path_count']).toBeGreaterThan(580)
  expect(metadata['paths']).toHaveLength(20)
  expect(explanation).toMatch(/asked 600 times for what is not there \(404\).*: \/backup-0\.zip, \/backup-1\.zip and about \d+ more$/)
  expect(reasons.map(({ name }) => name)).toContain('parameters.paths')
})

it('leaves alone a client that asks for a few stale addresses again and again, and a page with broken pictures', () => {
  expect(
    episodesOf(
      notFound,
      requests(500, (n) => ({ status: 404, path: `/feed-${n % 9}.xml` })),
    ),
  ).toEqual([])
  expect(
    episodesOf(
      notFound,
      requests(25, (n) => ({ status: 404, path: `/picture-${n}.png` })),
    ),
  ).toEqual([])
})

it('begins once the paths differ enough', () => {
  const drafts = [
    ...requests(40, { status: 404 }),
    ...requests(15, (n) => ({ status: 404, path: `/${n}`, time: requests(1)[0]!.time + 41 * second })),
  ]
  expect(episodesOf(notFound, drafts)).toMatchObject([{ count: 55 }])
})
