import { parentPort, workerData } from 'node:worker_threads'
import { learnFrom, type FromTrainer, type ToTrainer } from '../engine/datasets/training.ts'
import { openCheckpointer, openDatasetSampler } from '../store/index.ts'
import { giveWay, niceness } from './give-way.ts'
import { typedPort } from './ports.ts'

/** Describes and trains datasets beside the thread that watches them; it reads datasets.db and writes no row of it. */
if (parentPort === null) throw new Error('the training of datasets runs as a worker')
// Whoever waits for an answer goes first, the thread that begins this one among them: this is as nice as that already.
giveWay(niceness.question - niceness.corridor)
const watch = typedPort<FromTrainer, ToTrainer>(parentPort)
const { file } = workerData as { file: string }
const opened = openDatasetSampler(file)
if (opened.kind === 'failed') throw new Error(opened.failure.message)
const sampler = opened.store
const checkpointer = openCheckpointer(file)
/** Milliseconds between two times that what was written is brought into the file. */
const interval = 5000
let settled = 0

watch.onMessage((message) => {
  if (message.kind === 'settle') return settle()
  const { id, task } = message
  try {
    watch.post({ kind: 'learnt', id, learnt: learnFrom(sampler, task) })
  } catch (error) {
    watch.post({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  }
})

function settle(): void {
  if (performance.now() - settled < interval) return
  checkpointer.run()
  settled = performance.now()
}
