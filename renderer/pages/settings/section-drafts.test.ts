import { describe, expect, it } from 'vitest'
import { maskingSchema, requestsSchema } from '../../../app/model/config.ts'
import { apiAddress, curlLine } from './api-address.ts'
import { keepingKey, maskingChangeOf, maskingDraftOf } from './masking-draft.ts'
import { effectivePrefixes, requestChangeOf, requestDraftOf } from './request-draft.ts'

describe('a draft of what is masked', () => {
  const before = maskingSchema.parse({ exempt_keys: ['shipping'], patterns: { card_number: false, github_token: true } })
  const draft = maskingDraftOf(before)

  it('changes nothing until it is edited', () => expect(maskingChangeOf(draft, before)).toBeUndefined())

  it('writes down only the patterns that are off', () => {
    const change = maskingChangeOf({ ...draft, patterns: { ...draft.patterns, json_web_token: false } }, before)
    expect(change?.patterns).toEqual({ json_web_token: false, card_number: false })
  })

  it('keeps one more key, once', () => {
    const next = keepingKey(keepingKey(draft, 'accessibility'), 'accessibility')
    expect(maskingChangeOf(next, before)?.exempt_keys).toEqual(['shipping', 'accessibility'])
  })
})

describe('a draft of the request patterns', () => {
  const before = requestsSchema.parse({ trusted_proxies: ['10.0.0.0/8'] })
  const draft = requestDraftOf(before)

  it('changes nothing until it is edited', () => expect(requestChangeOf(draft, before)).toBeUndefined())

  it('takes no prefix at all as the defaults', () => {
    expect(requestChangeOf({ ...draft, version: 'v2' }, before)).toMatchObject({ api_version: 'v2', sensitive_prefixes: null })
    expect(effectivePrefixes({ ...draft, version: 'v2' }, 'probe')).toContain('/v2/users/')
  })

  it('shows prefixes as they will be compared', () => {
    expect(effectivePrefixes({ ...draft, sensitive: '{version}//pay\nadmin' }, 'sensitive')).toEqual(['/api/v1/pay/', '/admin/'])
  })
})

describe('the address of the API', () => {
  it('is the same however the engine writes its own', () => {
    for (const url of ['http://127.0.0.1:80', 'http://127.0.0.1:80/', 'http://127.0.0.1:80/v1'])
      expect(apiAddress(url, '/blocklist')).toBe('http://127.0.0.1/v1/blocklist')
  })

  it('is quoted for a shell', () => {
    expect(curlLine('http://127.0.0.1:9', "it's")).toContain(`'Authorization: Bearer it'\\''s'`)
  })
})
