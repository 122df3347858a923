import { parentPort, workerData } from 'node:worker_threads'
import { learnFrom, type FromTrainer, type ToTrainer } from '../engine/datasets/training.ts'
import { openDatasetSampler } from '../store/index.ts'
import { typedPort } from './ports.ts'

/** Describes and trains datasets beside the thread that watches them; it reads datasets.db and writes nothing. */
if (parentPort === null) throw new Error('the training of datasets runs as a worker')
const watch = typedPort<FromTrainer, ToTrainer>(parentPort)
const opened = openDatasetSampler((workerData as { file: string }).file)
if (opened.kind === 'failed') throw new Error(opened.failure.message)
const sampler = opened.store

watch.onMessage(({ id, task }) => {
  try {
    watch.post({ kind: 'learnt', id, learnt: learnFrom(sampler, task) })
  } catch (error) {
    watch.post({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  }
})
