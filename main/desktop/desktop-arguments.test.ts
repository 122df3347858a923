import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readArguments } from './desktop-arguments.ts'

test('the home and the sample are read among switches that are Electron’s own', () => {
  const argv = ['/x/electron', '/x/vedette', '--no-first-run', '--home', 'here', '--sample', '--enable-logging=stderr']
  expect(readArguments(argv, false, '/default')).toEqual({ home: resolve('here'), config: undefined, sample: true })
})

test('a packaged app has no script among its arguments', () => {
  expect(readArguments(['/x/vedette', '--config', '/etc/v.yml', '--home', '/h'], true, '/default')).toEqual({
    home: '/h',
    config: '/etc/v.yml',
    sample: false,
  })
})

test('without a home on the command line the default one is used', () => {
  expect(readArguments(['/x/electron', '/x/vedette'], false, '/default').home).toBe('/default')
})
