import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { note } from './note.mjs'

const place = mkdtempSync(join(tmpdir(), 'vedette bootstrap ü-'))
afterAll(() => rmSync(place, { recursive: true }))

test('a note that cannot be written is left out, and nothing else', () => {
  const file = join(place, 'notes', 'first.json')
  expect(note(file, '{}')).toBe(true)
  expect(note(join(file, 'second.json'), '{}')).toBe(false)
})

test('what the system refuses is told in one plain line, without a stack', () => {
  const root = join(place, 'checkout')
  cpSync(resolve(import.meta.dirname, '..'), join(root, 'scripts'), { recursive: true })
  writeFileSync(join(root, 'package.json'), '{}')
  const ended = spawnSync(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'build'], { encoding: 'utf8' })
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1)
  expect(ended.stderr).toMatch(/^vedette: ENOENT: .*package-lock\.json/)
  expect(ended.status).toBe(1)
})
