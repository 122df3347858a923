import { describe, expect, test } from 'vitest'
import { decideInstall, missingForMachine, pickErrors } from './install-decision.mjs'

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/binding-darwin': { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['x64'] },
    'node_modules/binding-linux-gnu': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
    'node_modules/binding-linux-musl': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
    'node_modules/only-for-wasm': { version: '1.0.0', optional: true },
  },
}
const machine = { os: 'linux', cpu: 'x64', libc: 'glibc' }
const facts = {
  lockHash: 'a',
  platform: 'linux-x64',
  stamp: { lock: 'a', platform: 'linux-x64' },
  lock,
  installed: { packages: { 'node_modules/zod': { version: '4.6.7' }, 'node_modules/binding-linux-gnu': { version: '1.0.0' } } },
  machine: () => machine,
  nodeRuns: true,
}

describe('whether to install', () => {
  test('a stamp with the hash of this lockfile takes no install', () => {
    expect(decideInstall(facts)).toEqual({ kind: 'current' })
  })

  test('an empty tree is installed', () => {
    expect(decideInstall({ ...facts, stamp: undefined, installed: undefined })).toMatchObject({ kind: 'install' })
  })

  test('a changed lockfile is installed', () => {
    const changed = { packages: { ...lock.packages, 'node_modules/zod': { version: '4.6.8' } } }
    expect(decideInstall({ ...facts, lockHash: 'b', lock: changed })).toEqual({ kind: 'install', reason: 'the lockfile has changed' })
  })

  test('a package the lockfile gained is installed', () => {
    const changed = { packages: { ...lock.packages, 'node_modules/yaml': { version: '2.9.1' } } }
    expect(decideInstall({ ...facts, lockHash: 'b', lock: changed }).kind).toBe('install')
  })

  test('packages that somebody installed by hand are adopted when they are those of the lockfile', () => {
    expect(decideInstall({ ...facts, stamp: undefined })).toEqual({ kind: 'adopt' })
    expect(decideInstall({ ...facts, lockHash: 'b' })).toEqual({ kind: 'adopt' })
  })

  test('packages copied from another system are installed anew', () => {
    expect(decideInstall({ ...facts, stamp: { lock: 'a', platform: 'darwin-arm64' } }).kind).toBe('install')
  })

  test('a bundled Node that is missing is installed although the lockfile is the same', () => {
    expect(decideInstall({ ...facts, nodeRuns: false }).kind).toBe('install')
  })

  test('binaries of this machine that npm left out under an old Node are noticed', () => {
    const installed = { packages: { 'node_modules/zod': { version: '4.6.7' } } }
    expect(missingForMachine(lock, installed, machine)).toEqual(['node_modules/binding-linux-gnu'])
    expect(missingForMachine(lock, facts.installed, machine)).toEqual([])
    expect(decideInstall({ ...facts, stamp: undefined, installed }).kind).toBe('install')
  })
})

test('of a failed install the cause is told, not the end of a stack or of a usage text', () => {
  const stack = Array.from({ length: 20 }, (_, line) => `npm error     at step (file.js:${line})`)
  const output = ['npm warn old', 'npm error code ENOTFOUND', 'npm error network no such host', ...stack, 'npm error }', 'npm error'].join(
    '\n',
  )
  expect(pickErrors(output)).toBe('npm error code ENOTFOUND\nnpm error network no such host')
  expect(pickErrors('sh: npm: not found\n')).toBe('sh: npm: not found')
})
