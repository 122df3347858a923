import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { LanguageModel } from '../engine/datasets/language-model.ts'
import { TrainerClient } from '../engine/datasets/trainer-client.ts'
import { DatasetWatch } from '../engine/datasets/watch.ts'
import { openDatasetStore } from '../store/index.ts'
import type { DatasetThreadData, DatasetWork, FromDatasets, ToDatasets, WorkName } from './dataset-messages.ts'
import { giveWay, niceness } from './give-way.ts'
import { typedPort } from './ports.ts'

/** Watches datasets: the one thread that writes datasets.db, and where rows are described, judged and learnt from. */
if (parentPort === null) throw new Error('the datasets’ thread runs as a worker')
giveWay(niceness.corridor)
const engine = typedPort<FromDatasets, ToDatasets>(parentPort)
const { file, settings, trainer: trainerEntry } = workerData as DatasetThreadData
const opened = openDatasetStore(file)
if (opened.kind === 'failed') throw new Error(opened.failure.message)
const { store } = opened

const parts = {
  store,
  clock: () => Date.now(),
  md5: (text: string) => createHash('md5').update(text).digest('hex'),
  sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
  turn: () => turn(),
}
const languageModel = new LanguageModel({ ...parts, settings: settings.datasets.language_model, key: settings.api_key })
const trainer = new TrainerClient(new URL(trainerEntry), file)
const problem = (message: string) => engine.post({ kind: 'problem', message })
const watch = new DatasetWatch({ ...parts, settings, languageModel, trainer, problem })
const running = new Set<Promise<void>>()

engine.onMessage((message) => {
  switch (message.kind) {
    case 'settings':
      languageModel.configure(message.settings.datasets.language_model, message.settings.api_key)
      watch.configure(message.settings)
      return
    case 'close':
      void close()
      return
    case 'ask': {
      const work = answer(message.id, message.name, message.input).finally(() => running.delete(work))
      running.add(work)
    }
  }
})

async function answer(id: number, name: WorkName, input: unknown): Promise<void> {
  try {
    const work = watch[name].bind(watch) as (input: unknown) => ReturnType<DatasetWork[WorkName]>
    engine.post({ kind: 'answer', id, output: await work(input) })
  } catch (error) {
    engine.post({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) })
  }
}

async function close(): Promise<void> {
  languageModel.stop()
  watch.stop()
  await trainer.close()
  await Promise.allSettled([...running])
  store.close()
  parentPort?.close()
}
