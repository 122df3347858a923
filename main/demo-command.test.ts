import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { cli } from './testing/command.ts'

test('a demo that is told to end takes its folder away', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'vedette-demo-test-'))
  const child = spawn(process.execPath, [cli, 'demo', '--json'], { env: { ...process.env, TMPDIR: temporary }, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  await vi.waitFor(() => expect(readdirSync(temporary, { recursive: true }).join()).toContain('SAMPLE'), { timeout: 30_000 })
  child.kill('SIGTERM')
  expect(await ended).toBe(1)
  expect(readdirSync(temporary)).toEqual([])
  rmSync(temporary, { recursive: true })
})
