import { expect, test, vi } from 'vitest'
import type { ProfileDetail } from '../contract/profiles.ts'
import { useTestConsoles } from './testing/test-console.ts'

const { openConsole } = useTestConsoles()
const type = 'authentication_brute_force'

test('a profile that is saved while a stream is taken up stays in force', async () => {
  const { engine, ask } = await openConsole()
  const { profile } = await ask<ProfileDetail>('profiles.get', { anomaly_type: type })
  const edited = { ...profile, parameters: { ...profile.parameters, failures: 21 } }
  const told = vi.spyOn(engine.corridor, 'configure')
  await Promise.all([
    ask('streams.save', { stream: { name: 'orders', source: { type: 'http' } } }),
    ask('profiles.save', { profile: edited, revision: 0, why: '', redecide: false }),
  ])
  expect(told).toHaveBeenCalledTimes(2)
  const [last] = told.mock.lastCall!
  expect(last.parameters['brute-force']?.['failures']).toBe(21)
  expect(last.streams?.map(({ name }) => name)).toContain('orders')
})
