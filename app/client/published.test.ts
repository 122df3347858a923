import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execFileSync, spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..', '..')
const built = join(root, 'dist', 'client.js')

describe.skipIf(!existsSync(built))('what is published, in a stranger’s project (skipped before the first build)', () => {
  let project: string
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'vedette-customer-'))
    mkdirSync(join(project, 'node_modules', '@types'), { recursive: true })
    symlinkSync(root, join(project, 'node_modules', 'vedette'))
    symlinkSync(join(root, 'node_modules', '@types', 'node'), join(project, 'node_modules', '@types', 'node'))
    symlinkSync(join(root, 'node_modules', 'undici-types'), join(project, 'node_modules', 'undici-types'))
  })
  afterAll(() => rmSync(project, { recursive: true }))

  test('it is one file that needs nothing but Node', () => {
    const imports = [...readFileSync(built, 'utf8').matchAll(/^import .* from "([^"]+)"/gm)].map(([, name]) => name)
    expect(imports.length).toBeGreaterThan(0)
    for (const name of imports) expect(name).toMatch(/^node:/)
  })

  test('it is imported by its name', () => {
    const script = `import * as client from 'vedette/client'; console.log(Object.keys(client).sort().join())`
    const ran = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: project, encoding: 'utf8' })
    expect(ran.trim()).toBe('createVedetteClient,vedetteExpress,vedetteFastify')
  })

  test.each(['nodenext', 'bundler'])('its types are found and hold under %s', (resolution) => {
    const use = `import { createVedetteClient, vedetteExpress, type VedetteStats } from 'vedette/client'
      const vedette = createVedetteClient({ url: process.env['VEDETTE_URL'], token: process.env['VEDETTE_TOKEN'] })
      const stats: VedetteStats = vedette.stats()
      export const middleware = vedetteExpress(vedette, { user: () => ({ id: stats.queued }) })
      // @ts-expect-error a number is no text
      export const wrong: string = stats.queued\n`
    writeFileSync(join(project, 'use.mts'), use)
    const compilerOptions = {
      noEmit: true,
      strict: true,
      target: 'es2022',
      types: ['node'],
      module: resolution === 'bundler' ? 'esnext' : 'nodenext',
      moduleResolution: resolution,
    }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.mts'] }))
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
  })
})
