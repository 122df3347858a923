import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requestsSchema } from '../model/config.ts'
import type { Fields } from '../model/fields.ts'
import { createRequest } from './request.ts'

function enrich(fields: Fields, settings: object = {}): Fields {
  const all: Fields = { 'event.category': 'web', ...fields }
  createRequest(requestsSchema.parse(settings)).enrich({ seq: 1, time: 0, arrival: 0, source: 's', raw: new Uint8Array(0), fields: all })
  return all
}

test('a record that is no HTTP request is left alone', () => {
  const fields: Fields = { 'event.category': 'network', 'source.ip': '10.0.0.1', 'url.path': '/admin/' }
  expect(enrich({ ...fields })).toEqual(fields)
})

describe('the client', () => {
  const forwarded = { 'source.ip': '10.0.0.2', 'vedette.request.forwarded_for': '6.6.6.6, 203.0.113.7, 10.0.0.1' }

  test('is the peer, as long as nobody is trusted', () => {
    expect(enrich(forwarded)['client.ip']).toBe('10.0.0.2')
  })

  test('is the right-most address that is no trusted proxy, whatever the plain switch says', () => {
    for (const trust_x_forwarded_for of [false, true]) {
      const settings = { trusted_proxies: ['10.0.0.0/8'], trust_x_forwarded_for }
      expect(enrich(forwarded, settings)['client.ip']).toBe('203.0.113.7')
      expect(enrich({ ...forwarded, 'source.ip': '198.51.100.9' }, settings)['client.ip']).toBe('198.51.100.9')
    }
  })

  test('is the first value with the plain switch; text that is no address stays out of the field for addresses', () => {
    expect(enrich(forwarded, { trust_x_forwarded_for: true })['client.ip']).toBe('6.6.6.6')
    const made = enrich({ ...forwarded, 'vedette.request.forwarded_for': `${'x'.repeat(500)}, 1.1.1.1` }, { trust_x_forwarded_for: true })
    expect(made['client.ip']).toBeUndefined()
    expect(made['client.address']).toBe('x'.repeat(100))
  })

  test('of an access log that resolves names is the name', () => {
    expect(enrich({ 'source.address': 'client.example.com' })).toMatchObject({ 'client.address': 'client.example.com' })
  })

  test('is the actor where no user is known', () => {
    expect(enrich({ ...forwarded, 'user.name': 'root' })['vedette.request.actor']).toBe('ip:10.0.0.2')
    expect(enrich({ ...forwarded, 'user.id': '7' })['vedette.request.actor']).toBe('user:7')
    expect(enrich({})['vedette.request.actor']).toBe('ip:anon')
  })
})

describe('the path', () => {
  const prefixes = (path: string, settings: object = {}) => {
    const fields = enrich({ 'url.path': path }, settings)
    return [fields['vedette.request.sensitive_prefix'], fields['vedette.request.probe_prefix']]
  }

  test('lies under the default prefixes of the API version', () => {
    expect(prefixes('/api/v1/account/login')).toEqual(['/api/v1/account/', undefined])
    expect(prefixes('/api/v1/account/roles/3')).toEqual(['/api/v1/account/', '/api/v1/account/roles/'])
    expect(prefixes('/api/v1/users/1')).toEqual(['/api/v1/users/', '/api/v1/users/'])
    expect(prefixes('/admin')).toEqual([undefined, '/admin/'])
    expect(prefixes('/api/v1/items')).toEqual([undefined, undefined])
    expect(prefixes('/v2/users/1', { api_version: '/v2/' })).toEqual(['/v2/users/', '/v2/users/'])
  })

  test('lies under prefixes of the analyst’s own, however both are written', () => {
    const settings = { sensitive_prefixes: ['//api/v1/orders', '{version}/carts/'], probe_prefixes: ['internal'] }
    expect(prefixes('//api//v1/./orders/7', settings)).toEqual(['/api/v1/orders/', undefined])
    expect(prefixes('/api/v1/carts', settings)).toEqual(['/api/v1/carts/', undefined])
    expect(prefixes('/%69nternal/x', settings)).toEqual([undefined, '/internal/'])
    expect(prefixes('/admin/', settings)).toEqual([undefined, undefined])
    expect(prefixes('/admin/', { probe_prefixes: [] })).toEqual([undefined, '/admin/'])
  })

  test('names a resource', () => {
    const fields = enrich({ 'url.path': '/api/v1//things/123/' })
    expect(fields).toMatchObject({ 'vedette.request.resource_type': 'things', 'vedette.request.resource_id': '123' })
    expect(enrich({ 'url.path': '/' })['vedette.request.resource_type']).toBeUndefined()
  })
})

test('no request crashes it', () => {
  const text = fc.option(fc.string({ maxLength: 100 }), { nil: undefined })
  fc.assert(
    fc.property(text, text, text, fc.boolean(), (path, peer, hops, trust_x_forwarded_for) => {
      const fields = { 'url.path': path, 'source.address': peer, 'vedette.request.forwarded_for': hops }
      enrich(fields, { trust_x_forwarded_for })
      enrich(fields, { trusted_proxies: ['0.0.0.0/0', '::/0'] })
    }),
  )
})
