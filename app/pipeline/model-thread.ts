import { parentPort, workerData } from 'node:worker_threads'
import { compareModels, type Contestant } from '../detect/features/comparison.ts'
import { measureDrift } from '../detect/features/drift.ts'
import { featureSets } from '../detect/features/index.ts'
import { OutlierModel, type OutlierModelDocument } from '../detect/features/outlier-model.ts'
import { RowCollector } from '../detect/features/row-collector.ts'
import { trainModel } from '../detect/features/training.ts'
import { openTelemetryReader } from '../store/index.ts'
import type { TimeRange } from '../store/store.ts'
import { giveWay, niceness } from './give-way.ts'
import type { FromModelThread, ModelAnswer, ModelThreadData } from './model-messages.ts'
import { typedPort } from './ports.ts'
import { throttleProgress } from './throttle-progress.ts'

/** Answers one question about models and ends: what it held in memory goes with it. */
if (parentPort === null) throw new Error('the model thread runs as a worker')
giveWay(niceness.question)
const engine = typedPort<FromModelThread, never>(parentPort)
const { telemetry, question, cancel } = workerData as ModelThreadData
const reader = openTelemetryReader(telemetry)
/** A window draws no more often. Milliseconds. */
const progressInterval = 250
/** Records between two looks at whether it is cancelled. */
const stride = 256

try {
  const answer = answerQuestion()
  engine.post(isCancelled() ? { kind: 'cancelled' } : { kind: 'answer', answer })
} catch (error) {
  engine.post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
} finally {
  reader.close()
}

function answerQuestion(): ModelAnswer {
  switch (question.kind) {
    case 'train': {
      const { set, settings, last_seq, confirmed } = question
      const time = lastDays(settings.training_days, question.now)
      const collector = new RowCollector(featureSets[set], {
        features: settings.features,
        window: settings.window_minutes * 60_000,
        seed: settings.seed,
        leftOut: confirmed,
      })
      const records = walk([collector], time, last_seq)
      if (isCancelled()) return { kind: 'too_few_rows', rows: 0, confirmed_rows: 0 }
      const training = trainModel(collector, { set, settings, ...time, last_seq, records })
      return training.kind === 'trained' ? { ...training, document: { ...training.document } } : training
    }
    case 'compare': {
      const { from, to, confirmed, noise, budget } = question
      const candidate = new OutlierModel(question.candidate as OutlierModelDocument)
      const current = question.current === undefined ? undefined : new OutlierModel(question.current as OutlierModelDocument)
      const own = collect(candidate)
      // Models of the same rows are compared row by row.
      const other = current && sameRows(candidate, current) ? own : current && collect(current)
      const records = walk([...new Set([own, ...(other ? [other] : [])])], question)
      const contestant = (model: OutlierModel, { rows }: RowCollector): Contestant => ({ model, rows })
      const second = current && other && contestant(current, other)
      const comparison = compareModels(contestant(candidate, own), second, { from, to, records, confirmed, noise, budget })
      return { kind: 'compared', comparison }
    }
    case 'drift': {
      const model = new OutlierModel(question.model as OutlierModelDocument)
      const collector = collect(model)
      const time = lastDays(1, question.now)
      walk([collector], time)
      return { kind: 'drift', drift: { ...time, ...measureDrift(model, collector.rows) } }
    }
  }
}

function collect({ set, document }: OutlierModel): RowCollector {
  return new RowCollector(set, { features: document.features, window: document.window, seed: 1, leftOut: [] })
}

function sameRows(a: OutlierModel, b: OutlierModel): boolean {
  return a.document.window === b.document.window && a.document.features.join() === b.document.features.join()
}

/** Gives every record of the time to the collectors, as far as it is not cancelled; says how many there were. */
function walk(collectors: readonly RowCollector[], { from, to }: TimeRange, last_seq = Infinity): number {
  let records = 0
  const tellProgress = throttleProgress(progressInterval, (fraction) => engine.post({ kind: 'progress', fraction }))
  reader.walk({ from, to }, (part) => {
    for (const [at, record] of part.records.entries()) {
      if (at % stride === 0 && isCancelled()) return false
      if (record.time < from || record.time >= to || record.seq > last_seq) continue
      records += 1
      for (const collector of collectors) collector.observe(record)
    }
    tellProgress(part.fraction)
    return true
  })
  return records
}

/** Up to the newest record, so that a file of last year has its own last days; a clock that is ahead does not count. */
function lastDays(days: number, now: number): TimeRange {
  const newest = reader.segments().reduce((most, { max_time, records }) => (records > 0 ? Math.max(most, max_time) : most), -Infinity)
  const to = Math.min(now, Number.isFinite(newest) ? newest : now) + 1
  return { from: Math.floor(to - days * 86_400_000), to }
}

function isCancelled(): boolean {
  return Atomics.load(cancel, 0) !== 0
}
