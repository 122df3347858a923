import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { afterAll, expect, test } from 'vitest'
import type { FromWriter } from './messages.ts'
import { threadEntry } from './thread-entry.ts'

const folder = mkdtempSync(join(tmpdir(), 'vedette-writer-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('maintenance that fails is told as a sentence, and the thread ends', async () => {
  const telemetry = join(folder, 'telemetry')
  const limits = { retention_days: 30, budget_bytes: 2 ** 30, segment_hours: 1, segment_bytes: 2 ** 28 }
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(threadEntry('writer'), { workerData: { telemetry, limits, pipeline: port2 }, transferList: [port2] })
  const told: string[] = []
  worker.on('message', (message: FromWriter) => {
    if (message.kind === 'ready') rmSync(telemetry, { recursive: true })
    if (message.kind === 'failed') told.push(message.message)
  })
  worker.on('error', (error) => told.push(error.stack ?? ''))
  await new Promise((resolve) => worker.once('exit', resolve))
  port1.close()
  expect(told).toEqual([expect.stringMatching(/^ENOENT: no such file or directory, [^\n]*$/)])
})
