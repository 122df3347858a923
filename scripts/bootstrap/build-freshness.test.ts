import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentOf, decideBuild, listSources, lookOf, type BuildStamp } from './build-freshness.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vedette-freshness-'))
  mkdirSync(join(root, 'app/model'), { recursive: true })
  writeFileSync(join(root, 'app/model/record.ts'), 'export const one = 1\n')
  writeFileSync(join(root, 'package.json'), '{}')
})
afterEach(() => rmSync(root, { recursive: true }))

function decide(stamp: BuildStamp | undefined) {
  const files = listSources(root)
  return decideBuild(lookOf(root, files), () => contentOf(root, files), stamp)
}

function built(): BuildStamp {
  const decision = decide(undefined)
  if (decision.kind !== 'stale') throw new Error('an unbuilt tree must be stale')
  return decision.stamp
}

describe('whether to build', () => {
  test('an unchanged tree is fresh without its bytes being read', () => {
    const stamp = built()
    const unread = () => {
      throw new Error('read')
    }
    expect(decideBuild(lookOf(root, listSources(root)), unread, stamp)).toEqual({ kind: 'fresh' })
  })

  test('a changed byte, a new file and a removed file are stale', () => {
    const stamp = built()
    writeFileSync(join(root, 'app/model/record.ts'), 'export const one = 2\n')
    expect(decide(stamp)).toMatchObject({ kind: 'stale', reason: 'the sources have changed' })
    writeFileSync(join(root, 'app/model/record.ts'), 'export const one = 1\n')
    writeFileSync(join(root, 'app/model/event.ts'), '')
    expect(decide(stamp).kind).toBe('stale')
    rmSync(join(root, 'app/model'), { recursive: true })
    expect(decide(stamp).kind).toBe('stale')
  })

  test('a checkout that only touched the times is not built again', () => {
    const stamp = built()
    utimesSync(join(root, 'app/model/record.ts'), 1, 1)
    const decision = decide(stamp)
    expect(decision.kind).toBe('touched')
    expect(decision.kind === 'touched' && decide(decision.stamp)).toEqual({ kind: 'fresh' })
  })

  test('tests and readmes do not count', () => {
    const stamp = built()
    writeFileSync(join(root, 'app/model/record.test.ts'), '')
    writeFileSync(join(root, 'app/README.md'), '')
    expect(decide(stamp).kind).toBe('fresh')
  })
})
