import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  evaluateSchema,
  recordSchema,
  requestFactsSchema,
  apiEventQuerySchema,
  type ApiCaller,
  type ApiResult,
  type ApiService,
} from '../../contract/api.ts'
import type { Engine } from '../../engine.ts'
import { apiScopes } from '../../model/api-token.ts'
import type { SecurityEvent } from '../../model/event.ts'
import type { RuleProfile } from '../../model/rule-profile.ts'
import { startEngine, temporaryHome } from '../testing/running-engine.ts'
import { createApiService } from './service.ts'

const caller: ApiCaller = { token_id: 't1', name: 'shop', scopes: apiScopes }
const context = { who: 'ana', at: 1 }
let place: ReturnType<typeof temporaryHome>
let engine: Engine
let api: ApiService
beforeEach(async () => {
  place = temporaryHome()
  engine = await startEngine(place.home, { listen: false })
  api = createApiService(engine, { launchToken: 'launched' })
})
afterEach(async () => {
  await engine.close()
  place.remove()
})

const evaluate = (input: object) => api.evaluate(evaluateSchema.parse(input), caller)
const record = (input: object) => api.record(recordSchema.parse(input), caller)
const search = (query: object = {}) => valueOf(api.events(apiEventQuerySchema.parse(query)))
const setFlag = (name: string, enabled: boolean) => engine.setFlag(name, { enabled }, context)

function valueOf<Value>(result: ApiResult<Value>): Value {
  if (result.kind === 'failed') throw new Error(JSON.stringify(result.failure))
  return result.value
}

function failureOf(result: ApiResult<unknown>) {
  return result.kind === 'failed' ? result.failure : undefined
}

/** As an analyst's edit in the window. */
async function setScore(anomaly_type: string, risk_score: number): Promise<void> {
  const profile: RuleProfile = { ...engine.profileOf(anomaly_type), risk_score }
  engine.console.saveProfiles([{ profile }], { ...context, why: 'test', origin: 'analyst' })
  engine.profiles.book.reload({ ...engine.config, overrides: engine.overrides })
  return Promise.resolve()
}

describe('evaluate', () => {
  test('decides by profile and flags, masks, and keeps nothing', async () => {
    const input = {
      type: 'invoice_total_mismatch',
      metadata: { total: 7, password: 'x' },
      user_message: 'No.',
      internal_message: 'mismatch',
    }
    const before = valueOf(await evaluate(input))
    expect(before).toMatchObject({
      anomaly_type: 'invoice_total_mismatch',
      risk_score: 70,
      metadata: { total: 7, password: '***' },
      should_alert: false,
      action_taken: 'log',
      user_message: 'No.',
      internal_message: 'mismatch',
    })
    await setFlag('ANOMALY_ALERTING_ENABLED', true)
    expect(valueOf(await evaluate(input))).toMatchObject({ should_alert: true, should_block: false, action_taken: 'alert' })
    expect(valueOf(await evaluate({ type: 'nobody_knows' }))).toMatchObject({ risk_score: 30, severity: 'medium', category: 'request' })
    expect(search().total).toBe(0)
  })

  test('a flag that is on for some is asked about the user of the request', async () => {
    const flag = { enabled: true, targeting: { rollout: 100, staff_only: false, users: [], entities: [], tenants: ['acme'], sources: [] } }
    await engine.setFlag('ANOMALY_ALERTING_ENABLED', flag, context)
    const alerts = async (tenant?: object) => valueOf(await evaluate({ type: 'path_probing', tenant })).should_alert
    expect([await alerts({ id: 'acme' }), await alerts({ name: 'other' }), await alerts()]).toEqual([true, false, false])
  })
})

describe('record', () => {
  const payload = { user_id: 7, tenant_id: 'acme', path: '/api/v1/invoice/31', method: 'POST', request_id: 'r-1', status_code: 409 }

  test('makes an event, one for what belongs together, with the facts of the newest request', async () => {
    const first = valueOf(await record({ type: 'invoice_total_mismatch', payload: { ...payload, raw_payload: 'x', session: 'abc' } }))
    expect(first).toMatchObject({ created: true })
    const second = valueOf(await record({ type: 'invoice_total_mismatch', payload: { ...payload, request_id: 'r-2' } }))
    expect(second).toEqual({ event_id: first.event_id, created: false })
    const other = valueOf(
      await record({ decision: { anomaly_type: 'invoice_total_mismatch' }, payload: { ...payload, path: '/api/v1/invoice/32' } }),
    )
    expect(other.created).toBe(true)
    expect(search({ type: 'invoice_total_mismatch', tenant_id: 'acme', user_id: '7' }).total).toBe(2)
    expect(valueOf(api.event(first.event_id!))).toMatchObject({
      count: 2,
      entity: 'user:7',
      request_id: 'r-2',
      resource_type: 'invoice',
      resource_id: '31',
      status_code: 409,
      blocked: false,
      resolved: false,
      metadata: {},
    })
    expect(JSON.stringify(engine.console.getEvent(first.event_id!))).not.toContain('abc')
  })

  test('a hundred at once are a hundred events, each there when it is acknowledged', async () => {
    const recorded = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        record({ type: 'stock_underflow_attempt', payload: { ...payload, path: `/api/v1/item/${n}` } }),
      ),
    )
    const ids = recorded.map((result) => valueOf(result).event_id)
    expect(new Set(ids).size).toBe(100)
    for (const id of ids) expect(engine.console.getEvent(id!)).toBeDefined()
  })

  test('what a flag holds back is no event: the answer says which flag, and the flag how many', async () => {
    await setFlag('ANOMALY_RULE_BUSINESS_TAMPERING_ENABLED', false)
    const held = valueOf(await record({ type: 'invoice_total_mismatch', payload }))
    expect(held).toEqual({ event_id: null, created: false, reason: expect.stringContaining('ANOMALY_RULE_BUSINESS_TAMPERING_ENABLED') })
    await setFlag('ANOMALY_RULE_BUSINESS_TAMPERING_ENABLED', true)
    await record({ type: 'invoice_total_mismatch', payload })
    const flags = await engine.flags.list(Date.now())
    const effects = flags.find(({ name }) => name === 'ANOMALY_RULE_BUSINESS_TAMPERING_ENABLED')?.effects
    expect(effects).toMatchObject([{ let_through: 1, held_back: 1 }])
    expect(engine.health().counters.suppressed).toEqual({ family_disabled: 1 })
  })

  test('facts that are wrong are named, each with its place', async () => {
    expect(failureOf(await record({ payload: { user_id: {}, status_code: 'x' } }))).toMatchObject({
      kind: 'invalid',
      problems: [{ field: '/payload/user_id' }, { field: '/payload/status_code' }, { field: '/type' }],
    })
  })

  test('a store that fails is the operator’s: the application may come back, Health says so until it works again', async () => {
    const broken = vi.spyOn(engine.console, 'recordEvent').mockImplementation(() => {
      throw new Error('disk full')
    })
    expect(failureOf(await record({ type: 'path_probing', payload }))).toMatchObject({ kind: 'unavailable' })
    expect(failureOf(await record({ type: 'path_probing', payload }))).toMatchObject({ kind: 'unavailable' })
    expect(api.health()).toMatchObject({ status: 'degraded', problems: [expect.stringContaining('disk full')] })
    broken.mockRestore()
    expect(valueOf(await record({ type: 'path_probing', payload }))).toMatchObject({ created: true })
    expect(api.health()).toMatchObject({ status: 'ok', problems: [] })
  })

  test('alerts go out once, when alerting is on', async () => {
    await setFlag('ANOMALY_ALERTING_ENABLED', true)
    const { event_id } = valueOf(await record({ type: 'invoice_total_mismatch', payload }))
    await record({ type: 'invoice_total_mismatch', payload })
    expect(engine.console.alerts(event_id!).map(({ channel }) => channel)).toEqual(['notification', 'log'])
  })
})

describe('the blocklist', () => {
  const attack = { type: 'path_probing', payload: { ip_address: '203.0.113.7', path: '/admin' } }

  test('holds the addresses of decisions that block, and nobody else’s', async () => {
    await record(attack)
    await setScore('path_probing', 100)
    await record(attack)
    expect(api.blocklist()).toEqual([])
    await setFlag('ANOMALY_BLOCKING_ENABLED', true)
    const pushed: unknown[] = []
    engine.bus.listen((name, value) => void (name === 'blocklist.changed' && pushed.push(value)))
    const { event_id } = valueOf(await record(attack))
    await record({ ...attack, payload: { ip_address: '10.0.0.5', path: '/admin' } })
    await record({ ...attack, payload: { user_id: '9', path: '/admin' } })
    expect(api.blocklist()).toMatchObject([{ value: '203.0.113.7', origin: 'decision', event_id, added_by: 'vedette' }])
    expect(pushed).toHaveLength(1)
    expect(valueOf(api.event(event_id!))).toMatchObject({ blocked: true, action_taken: 'block' })
  })

  test('what an analyst takes off stays off while the episode goes on', async () => {
    await setScore('path_probing', 100)
    await setFlag('ANOMALY_BLOCKING_ENABLED', true)
    await record(attack)
    engine.blocklist.remove(api.blocklist()[0]!.id, { who: 'ana', at: Date.now() })
    await record(attack)
    expect(api.blocklist()).toEqual([])
  })
})

describe('requests', () => {
  const facts = (n: number) => requestFactsSchema.parse({ method: 'GET', path: `/api/v1/items/${n}`, status: 403, user: { id: 7 } })

  test('reach the request detectors as records do', async () => {
    expect(
      valueOf(
        await api.requests(
          Array.from({ length: 6 }, (_, n) => facts(n)),
          caller,
        ),
      ),
    ).toEqual({ accepted: 6 })
    await engine.corridor.flush(true)
    expect(search().events).toMatchObject([{ anomaly_type: 'repeated_forbidden_access', count: 6, user_id: '7' }])
  })

  test('are refused whole when there is no room, with when to come back', async () => {
    vi.spyOn(engine.corridor, 'submit').mockResolvedValue('full')
    expect(failureOf(await api.requests([facts(1)], caller))).toMatchObject({ kind: 'busy', retry_after: 1 })
  })
})

describe('events', () => {
  const payload = { path: '/api/v1/invoice/31' }

  test('are resolved with a verdict by automation, reopened, and noted, under the token’s name', async () => {
    const { event_id } = valueOf(await record({ type: 'path_probing', payload }))
    const id = event_id!
    expect(failureOf(api.patchEvent(id, { resolved: true }, caller))).toMatchObject({ problems: [{ field: '/verdict' }] })
    expect(failureOf(api.patchEvent(id, { resolved: false, verdict: 'benign' }, caller))).toMatchObject({
      problems: [{ field: '/verdict' }],
    })
    const resolved = valueOf(api.patchEvent(id, { resolved: true, verdict: 'benign', notes: 'a scanner of ours' }, caller))
    expect(resolved).toMatchObject({
      resolved: true,
      verdict: 'benign',
      status: 'resolved',
      notes: [{ author: 'api:shop', text: 'a scanner of ours' }],
    })
    expect(resolved.resolved_at).not.toBeNull()
    expect(engine.console.getEvent(id)).toMatchObject({ verdict_actor: 'automation' } satisfies Partial<SecurityEvent>)
    expect(valueOf(api.patchEvent(id, { resolved: true, verdict: 'benign' }, caller)).resolved_at).toBe(resolved.resolved_at)
    expect(search({ resolved: 'true' }).total).toBe(1)
    expect(valueOf(api.patchEvent(id, { resolved: false }, caller))).toMatchObject({ resolved: false, verdict: null, status: 'new' })
    const lines = engine.console.activity({ subject: `event:${id}`, limit: 10 })
    expect(new Set(lines.map(({ who }) => who))).toEqual(new Set(['api:shop']))
    expect(failureOf(api.patchEvent('nobody', { resolved: false }, caller))).toMatchObject({ kind: 'not_found' })
  })

  test('are told page by page, and as they change', async () => {
    const seen: [number, string, string][] = []
    const stop = api.follow(undefined, ({ id, event }) => seen.push([id, event.id, event.status]))
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) ids.push(valueOf(await record({ type: 'path_probing', payload: { path: `/api/v1/x/${n}` } })).event_id!)
    await vi.waitFor(() => expect(seen).toHaveLength(5))
    api.patchEvent(ids[0]!, { resolved: true, verdict: 'test' }, caller)
    await vi.waitFor(() => expect(seen.at(-1)).toEqual([6, ids[0], 'resolved']))
    stop()
    const replayed: number[] = []
    api.follow(3, ({ id }) => replayed.push(id))
    await vi.waitFor(() => expect(replayed).toEqual([4, 5, 6]))
    const pages: string[][] = []
    let cursor: string | undefined
    do {
      const page = search({ limit: 2, cursor })
      pages.push(page.events.map(({ id }) => id))
      expect(page.total).toBe(5)
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
    expect(new Set(pages.flat())).toEqual(new Set(ids))
    expect(failureOf(api.events(apiEventQuerySchema.parse({ cursor: 'garbage' })))).toMatchObject({ problems: [{ field: 'cursor' }] })
  })
})

describe('who may ask', () => {
  test('tokens by their scopes, and the token of this launch everything', () => {
    const { secret, token } = engine.tokens.create('shop', ['record'], context)
    expect(api.authenticate(secret)).toEqual({ token_id: token.id, name: 'shop', scopes: ['record'] })
    expect(api.authenticate('launched')?.scopes).toEqual(apiScopes)
    expect(api.authenticate('nonsense')).toBeUndefined()
    engine.tokens.revoke(token.id, context)
    expect(api.authenticate(secret)).toBeUndefined()
    expect(createApiService(engine).authenticate('launched')).toBeUndefined()
  })

  test('flags are answered with why; one that nobody made is not there', async () => {
    await engine.flags.register({ name: 'SHOP_BETA', enabled: true, targeting: { staff_only: true } }, context)
    const ask = async (user?: { id: string; is_staff: boolean }) => valueOf(await api.flag('SHOP_BETA', { user }))
    expect(await ask({ id: '1', is_staff: true })).toEqual({ name: 'SHOP_BETA', enabled: true, reason: 'staff_only' })
    expect(await ask({ id: '1', is_staff: false })).toEqual({ name: 'SHOP_BETA', enabled: false, reason: 'staff_only' })
    expect(valueOf(await api.flag('ANOMALY_BLOCKING_ENABLED', {}))).toEqual({
      name: 'ANOMALY_BLOCKING_ENABLED',
      enabled: false,
      reason: 'default',
    })
    expect(failureOf(await api.flag('NOBODY', {}))).toMatchObject({ kind: 'not_found' })
  })
})
