import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { jsonFile } from './json-file.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function follow() {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-json-file-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'values.jsonl')
  writeFileSync(path, '1\n')
  const lines: string[] = []
  const refused = vi.fn()
  const sink = {
    push: (bytes: Uint8Array) => void lines.push(Buffer.from(bytes).toString()),
    full: false,
    dropped: vi.fn(),
    refused,
    onDrain: vi.fn(),
  }
  const opened = await jsonFile.open(
    { id: 'stream-tail', type: 'json-file', enabled: true, timezone: 'UTC', address: '', port: 0, path, follow: true, offset: 0 },
    sink,
  )
  if (opened.kind === 'failed') throw new Error(opened.failure.kind)
  closers.push(() => opened.close())
  await vi.waitFor(() => expect(lines).toEqual(['1']))
  return { path, lines, refused }
}

describe('a file that is followed', () => {
  it('gives its last lines after another has taken its name', async () => {
    const { path, lines } = await follow()
    appendFileSync(path, '2\n3')
    renameSync(path, `${path}.1`)
    writeFileSync(path, '4\n')
    await vi.waitFor(() => expect(lines).toEqual(['1', '2', '3', '4']), 10_000)
  })

  it('may be away for a while: nothing is lost then, and nothing is said to be', async () => {
    const { path, lines, refused } = await follow()
    renameSync(path, `${path}.1`)
    await new Promise((resolve) => setTimeout(resolve, 1300))
    writeFileSync(path, '2\n')
    await vi.waitFor(() => expect(lines).toEqual(['1', '2']), 10_000)
    expect(refused).not.toHaveBeenCalled()
  })

  it('that cannot be read is told of once, and read when it can be', async () => {
    const { path, lines, refused } = await follow()
    rmSync(path)
    mkdirSync(path)
    await vi.waitFor(() => expect(refused).toHaveBeenCalled(), 10_000)
    await new Promise((resolve) => setTimeout(resolve, 1300))
    rmSync(path, { recursive: true })
    writeFileSync(path, '2\n')
    await vi.waitFor(() => expect(lines).toEqual(['1', '2']), 10_000)
    expect(refused.mock.calls).toEqual([['unreadable_file', 1]])
  })
})
