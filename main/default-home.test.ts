import { isAbsolute } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { defaultHome } from './default-home.ts'

afterEach(() => vi.unstubAllEnvs())

test('VEDETTE_HOME names the home; an empty one counts as not set', () => {
  vi.stubEnv('VEDETTE_HOME', '/srv/vedette')
  expect(defaultHome()).toBe('/srv/vedette')
  vi.stubEnv('VEDETTE_HOME', '')
  expect(isAbsolute(defaultHome())).toBe(true)
})
