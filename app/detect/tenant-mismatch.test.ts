import { expect, it } from 'vitest'
import { tenantMismatch } from './tenant-mismatch.ts'
import { requests } from './testing/requests.ts'
import { episodesOf } from './testing/run.ts'

const own = ['b', 'Tenant B'] as const

it('reports the first request that names another tenant', () => {
  const [episode] = episodesOf(tenantMismatch, requests(1, { tenant: own, claimed: 'a', user: '7' }))
  expect(episode).toMatchObject({ anomaly_type: 'cross_tenant_access_attempt', entity: 'user:7', count: 1 })
  expect(episode!.last.explanation).toBe('user:7 named the tenant a in 1 request served for Tenant B: /api/v1/items')
  expect(episode!.last).toMatchObject({
    metadata: { header_tenant: 'a', request_tenant: 'b', header_tenants: ['a'] },
    application: { tenant_id: 'b', tenant_name: 'Tenant B' },
  })
})

it('makes one event of somebody who tries many tenants', () => {
  const [episode, ...others] = episodesOf(
    tenantMismatch,
    requests(50, (n) => ({ tenant: own, claimed: `t${n}` })),
  )
  expect(others).toEqual([])
  expect(episode).toMatchObject({ count: 50, last: { metadata: { header_tenant: 't49' } } })
})

it('leaves alone the right id, the right name, a request without either header, and an application that tells no tenant', () => {
  for (const claimed of ['b', 'Tenant B', undefined]) expect(episodesOf(tenantMismatch, requests(5, { tenant: own, claimed }))).toEqual([])
  expect(episodesOf(tenantMismatch, requests(5, { claimed: 'a' }))).toEqual([])
})
