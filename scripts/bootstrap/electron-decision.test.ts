import { describe, expect, test } from 'vitest'
import { decideDesktop, decideFetch, readFailure, type DesktopFacts } from './electron-decision.mjs'

const able: DesktopFacts = {
  platform: 'linux',
  root: false,
  display: true,
  binary: true,
  suidHelper: false,
  usernsClone: '1',
  apparmorRestricts: undefined,
  maxUserns: '15000',
}
const reason = (facts: Partial<DesktopFacts>) => {
  const decision = decideDesktop({ ...able, ...facts })
  return decision.kind === 'impossible' ? decision.reason : decision.kind
}

describe('whether the desktop can run', () => {
  test('a desktop session with the binary can', () => {
    expect(decideDesktop(able)).toEqual({ kind: 'possible' })
  })

  test('root, no display and no binary cannot, each with its own words', () => {
    expect(reason({ root: true })).toContain('root')
    expect(reason({ display: false })).toContain('no display')
    expect(reason({ binary: false })).toContain('not installed')
  })

  test('Ubuntu 24.04 without an AppArmor profile cannot, unless the SUID helper is set up', () => {
    expect(reason({ apparmorRestricts: '1' })).toContain('AppArmor')
    expect(reason({ apparmorRestricts: '1', suidHelper: true })).toBe('possible')
  })

  test('a kernel with user namespaces off cannot', () => {
    expect(reason({ usernsClone: '0' })).toContain('switched off')
    expect(reason({ maxUserns: '0' })).toContain('switched off')
  })

  test('Linux questions are not asked of macOS and Windows', () => {
    expect(reason({ platform: 'darwin', root: true, display: false, usernsClone: undefined })).toBe('possible')
    expect(reason({ platform: 'win32', display: false })).toBe('possible')
  })
})

describe('what a failed start says', () => {
  test('the SUID sandbox refusal is recognised', () => {
    const output = 'FATAL:setuid_sandbox_host.cc(158)] The SUID sandbox helper binary was found, but is not configured correctly.'
    expect(readFailure(output, 133)).toMatchObject({ kind: 'impossible', reason: 'the system refused its sandbox' })
  })

  test('a missing library is named', () => {
    const output = 'electron: error while loading shared libraries: libnss3.so: cannot open shared object file'
    expect(readFailure(output, 127)).toMatchObject({ kind: 'impossible', reason: 'the system library libnss3.so is missing' })
  })

  test('any other ending is the console’s own', () => {
    expect(readFailure('', 0)).toEqual({ kind: 'possible' })
    expect(readFailure('Error: bug', 1)).toEqual({ kind: 'possible' })
  })
})

describe('whether to fetch the binary', () => {
  const facts = { binary: false, version: '45.4.1', memory: undefined, asked: false }

  test('once, and not when it is there', () => {
    expect(decideFetch(facts)).toBe(true)
    expect(decideFetch({ ...facts, binary: true, asked: true })).toBe(false)
  })

  test('a failure is remembered for its version until the desktop is asked for', () => {
    const memory = { version: '45.4.1', reason: 'no connection' }
    expect(decideFetch({ ...facts, memory })).toBe(false)
    expect(decideFetch({ ...facts, memory, asked: true })).toBe(true)
    expect(decideFetch({ ...facts, memory, version: '46.0.0' })).toBe(true)
  })
})
