import { expect, test } from 'vitest'
import { TrainerClient } from './trainer-client.ts'

const thread = `
  import { parentPort } from 'node:worker_threads'
  parentPort.on('message', ({ id }) => id === 1 && parentPort.postMessage({ kind: 'learnt', id, learnt: { record: id } }))
`
const task = { dataset: 1, traces: {}, statistics: null, describe: false }

test('it learns on a thread, and once it is closed begins none that would keep its owner from ending', async () => {
  const trainer = new TrainerClient(new URL(`data:text/javascript,${encodeURIComponent(thread)}`), 'datasets.db')
  expect(await trainer.learn(task)).toEqual({ record: 1 })
  const underway = trainer.learn(task).catch((error: Error) => error.message)
  await trainer.close()
  expect(await underway).toBe('the training thread ended')
  await expect(trainer.learn(task)).rejects.toThrow('the training thread is closed')
})
