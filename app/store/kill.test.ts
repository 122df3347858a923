import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { encodeBlock, openTelemetryReader, openTelemetryWriter } from './index.ts'
import { sampleRecord, sampleRecords } from './records-for-tests.ts'

const limits = { retention_days: 30, budget_bytes: 1e9, segment_hours: 24, segment_bytes: 2_000_000 }
let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'vedette-kill-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

/** Appends and merges without pause, prints the last seq of each commit, until it is killed; resolves with that seq. */
async function appendUntilKilled(commits: number): Promise<number> {
  const script = `
    import { encodeBlock, openTelemetryWriter } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))}
    import { sampleRecords } from ${JSON.stringify(join(import.meta.dirname, 'records-for-tests.ts'))}
    const { writer } = openTelemetryWriter(${JSON.stringify(directory)}, ${JSON.stringify(limits)})
    for (let n = 1; ; n += 1) {
      const first = writer.lastSeq() + 1
      const size = n % 3 === 0 ? 3000 : 7
      writer.append([{ block: encodeBlock(sampleRecords(first, size)), tick: first, observations: [] }])
      writer.covered(first - 500)
      process.stdout.write(writer.lastSeq() + '\\n')
      writer.maintain(Date.now())
    }`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let acknowledged = 0
  let lines = 0
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line)
    lines += 1
    if (lines === commits) child.kill('SIGKILL')
  }
  return acknowledged
}

test('killed in the middle of it, again and again, nothing committed is lost, no record twice, and the sequence goes on', async () => {
  for (const commits of [1, 5, 23, 60]) {
    const acknowledged = await appendUntilKilled(commits)
    const reader = openTelemetryReader(directory)
    const seqs: number[] = []
    reader.replay(0, ({ records }) => seqs.push(...records.map(({ seq }) => seq)))
    expect(seqs.length).toBeGreaterThanOrEqual(acknowledged)
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1))
    expect(reader.count()).toBe(seqs.length)
    expect(reader.histogram({ conditions: [] }, { interval: 60_000 }).total).toBe(seqs.length)
    expect(reader.get([1, acknowledged])).toEqual([...new Set([1, acknowledged])].map((seq) => sampleRecord(seq)))
    expect(reader.problems()).toEqual([])
    reader.close()
  }
  const opened = openTelemetryWriter(directory, limits)
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const last = opened.writer.lastSeq()
  opened.writer.append([{ block: encodeBlock(sampleRecords(last + 1, 3)), observations: [] }])
  opened.writer.close()
  const reader = openTelemetryReader(directory)
  expect(reader.lastSeq()).toBe(last + 3)
  reader.close()
}, 60_000)
