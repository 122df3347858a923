import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createRequire } from 'node:module'
import { lawfulTree, plants } from './planted-violations.ts'

interface Report {
  modules: number
  dependencies: number
  violations: { rule: string; from: string; to: string }[]
  problems: string[]
}

const root = resolve(import.meta.dirname, '..')
const places: string[] = []
afterAll(() => places.forEach((place) => rmSync(place, { recursive: true })))

function layOut(tree: Record<string, string>): string {
  const place = mkdtempSync(join(tmpdir(), 'vedette-boundaries-'))
  places.push(place)
  for (const [file, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(place, file)), { recursive: true })
    writeFileSync(join(place, file), text)
  }
  symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'))
  writeFileSync(join(place, 'package.json'), JSON.stringify({ type: 'module', devDependencies: { vitest: '*', electron: '*' } }))
  return place
}

/** In a process of its own: dependency-cruiser reads the working directory. */
function check(place: string): Report {
  const script = `import { checkBoundaries } from ${JSON.stringify(join(root, 'scripts/check-boundaries.mjs'))}
    console.log(JSON.stringify(await checkBoundaries(process.cwd())))`
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: place, encoding: 'utf8' })) as Report
}

describe('boundary laws', { timeout: 30_000 }, () => {
  const planted = check(layOut({ ...lawfulTree, ...Object.fromEntries(plants.map(({ file, text }) => [file, text])) }))

  test('a lawful tree passes', () => {
    const report = check(layOut(lawfulTree))
    expect(report).toMatchObject({ violations: [], problems: [] })
    expect(report.modules).toBe(Object.keys(lawfulTree).length)
    expect(report.dependencies).toBeGreaterThan(10)
  })

  test.each(plants)('$rule fires on $file', ({ rule, file }) => {
    const fired = planted.violations.filter((violation) => violation.rule === rule).flatMap(({ from, to }) => [from, to])
    expect(fired).toContain(file)
  })

  test('every law has a plant', () => {
    const laws = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] }
    expect(new Set(plants.map(({ rule }) => rule))).toEqual(new Set(laws.forbidden.map(({ name }) => name)))
  })

  test('a tree without modules fails instead of passing', () => {
    expect(check(layOut({})).problems[0]).toBe('no folder to check')
    expect(check(layOut({ 'app/README.md': 'empty\n' })).problems[0]).toBe('zero modules were checked')
  })

  test('a missing entry fails, since laws that start there would check nothing', () => {
    const { 'app/engine.ts': _engine, ...rest } = lawfulTree
    expect(check(layOut(rest)).problems).toEqual(['app/engine.ts is missing: rules that start there check nothing'])
  })
})
