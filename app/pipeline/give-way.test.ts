import { getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'

function runInThread(step: number): Promise<{ before: number; after: number }> {
  const file = JSON.stringify(new URL('./give-way.ts', import.meta.url).href)
  const code = `
    const { getPriority } = require('node:os')
    const { parentPort } = require('node:worker_threads')
    const before = getPriority(0)
    import(${file}).then(({ giveWay }) => {
      giveWay(${step})
      parentPort.postMessage({ before, after: getPriority(0) })
    })`
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

test.runIf(process.platform === 'linux')('a thread gives way to the others of its process, and they stay as they are', async () => {
  const own = getPriority(0)
  const { before, after } = await runInThread(5)
  expect(before).toBe(own)
  expect(after).toBe(Math.min(19, own + 5))
  expect(getPriority(0)).toBe(own)
  expect((await runInThread(40)).after).toBe(19)
})
