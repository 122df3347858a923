import { expect, test } from 'vitest'
import { everyone } from '../model/flag.ts'
import { useConsole } from './console-for-tests.ts'

const console = useConsole()
const context = { who: 'ana', at: 1_760_000_100_000 }
const day = 86_400_000
const today = 20_000 * day

test('a flag is kept with its targeting; each change leaves a line with before and after', () => {
  const { store } = console
  const some = { ...everyone, rollout: 25, tenants: ['acme'] }
  store.setFlag('DETECTION', { enabled: true, targeting: everyone }, context)
  store.setFlag('DETECTION', { enabled: true, targeting: some }, { who: 'ben', at: context.at + 1 })
  console.reopen()
  expect(console.store.flags()).toEqual([
    { name: 'DETECTION', enabled: true, targeting: some, changed_at: context.at + 1, changed_by: 'ben' },
  ])
  expect(console.store.activity({ subject: 'flag:DETECTION', limit: 10 })).toMatchObject([
    { what: 'flag.set', who: 'ben', before: { enabled: true, targeting: everyone }, after: { enabled: true, targeting: some } },
    { what: 'flag.set', who: 'ana', before: null, after: { enabled: true } },
  ])
})

test('registering a flag again changes nothing and says so; setting it keeps what it was registered with', () => {
  const { store } = console
  const flag = { name: 'NEW_CHECKOUT', description: 'the new pages', default: false, enabled: false, targeting: everyone }
  expect(store.registerFlag(flag, context).kind).toBe('registered')
  store.setFlag('NEW_CHECKOUT', { enabled: true, targeting: everyone }, context)
  expect(store.registerFlag({ ...flag, description: 'other', enabled: false }, { who: 'ben', at: 9 })).toEqual({
    kind: 'exists',
    flag: {
      name: 'NEW_CHECKOUT',
      enabled: true,
      targeting: everyone,
      changed_at: context.at,
      changed_by: 'ana',
      registered: { description: 'the new pages', default: false },
    },
  })
  expect(store.flags()).toHaveLength(1)
  expect(store.activity({ limit: 10 }).map(({ what }) => what)).toEqual(['flag.set', 'flag.register'])
})

test('what flags did is added up by day, with the events it was done to or not at all', () => {
  const { store } = console
  store.applyObservations(1, (events) => {
    events.addFlagEffects(today + 5, { DETECTION: { let_through: 3, held_back: 1 }, ALERTING: { let_through: 0, held_back: 0 } })
    events.addFlagEffects(today + day - 1, { DETECTION: { let_through: 2, held_back: 0 } })
  })
  expect(() =>
    store.applyObservations(2, (events) => {
      events.addFlagEffects(today, { DETECTION: { let_through: 99, held_back: 99 } })
      throw new Error('the power went')
    }),
  ).toThrow('the power went')
  store.addFlagEffects(today - 3 * day, { DETECTION: { let_through: 0, held_back: 7 } })
  expect(store.flagEffects(today - 3 * day + 77)).toEqual({
    DETECTION: [
      { day: today - 3 * day, let_through: 0, held_back: 7 },
      { day: today, let_through: 5, held_back: 1 },
    ],
  })
  expect(store.flagEffects(today)).toEqual({ DETECTION: [{ day: today, let_through: 5, held_back: 1 }] })
  expect(store.flagEffects(today + day)).toEqual({})
})
