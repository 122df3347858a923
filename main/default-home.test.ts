import { isAbsolute, resolve } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { defaultHome } from './default-home.ts'

afterEach(() => vi.unstubAllEnvs())

test('VEDETTE_HOME names the home; an empty one counts as not set', () => {
  vi.stubEnv('VEDETTE_HOME', '/srv/vedette')
  expect(defaultHome()).toBe('/srv/vedette')
  vi.stubEnv('VEDETTE_HOME', '')
  expect(isAbsolute(defaultHome())).toBe(true)
})

test('a home named from here means the same folder from everywhere', () => {
  vi.stubEnv('VEDETTE_HOME', 'data/vedette')
  expect(defaultHome()).toBe(resolve('data/vedette'))
})
