import { parentPort, workerData } from 'node:worker_threads'
import { readSeriesText } from '../collect/series-file.ts'
import { findEngine } from '../detect/engines/index.ts'
import { scoreAgainstLabels } from '../detect/engines/label-score.ts'
import { judgementAt, judgeSeries, type JudgedSeries, type Series, type Watch } from '../detect/engines/series.ts'
import { thinSeries } from '../detect/engines/thin-series.ts'
import type { LabelledWindow } from '../model/engine.ts'
import type { SandboxRun } from '../model/sandbox.ts'
import { giveWay, niceness } from './give-way.ts'
import { typedPort } from './ports.ts'
import type { FromSandbox, SandboxQuestion, SandboxThreadData } from './sandbox-messages.ts'
import { throttleProgress } from './throttle-progress.ts'

/** Answers one question and ends: what it held in memory goes with it. */
if (parentPort === null) throw new Error('the sandbox thread runs as a worker')
giveWay(niceness.question)
const engine = typedPort<FromSandbox, never>(parentPort)
const { question, cancel: flag } = workerData as SandboxThreadData
/** A window draws no more often. Milliseconds. */
const progressInterval = 100
const tellProgress = throttleProgress(progressInterval, (fraction) => engine.post({ kind: 'progress', fraction }))

try {
  engine.post(answer(question))
} catch (error) {
  engine.post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
}

function answer({ source, engines, labels, points }: SandboxQuestion): FromSandbox {
  const read = source.kind === 'points' ? { series: { ...source, labels: [] } } : readSeriesText(source.text)
  if ('kind' in read && read.kind === 'refused') return read
  const { series } = read
  const windows = [...series.labels, ...labels]
  const runs: SandboxRun[] = []
  for (const [index, asked] of engines.entries()) {
    const run = runEngine(asked, series, { windows, points, watch: watchFrom(index / engines.length, 1 / engines.length) })
    if (run === undefined) return { kind: 'cancelled' }
    runs.push(run)
  }
  const { ts } = series
  return { kind: 'answer', answer: { total: ts.length, from: ts[0] ?? 0, to: ts.at(-1) ?? 0, labels: windows, runs } }
}

interface RunOptions {
  windows: readonly LabelledWindow[]
  points: number
  watch: Watch
}

function runEngine(
  { type, params }: SandboxQuestion['engines'][number],
  series: Series,
  { windows, points, watch }: RunOptions,
): SandboxRun | undefined {
  const found = findEngine(type)
  if (found.kind === 'unknown') throw new Error(found.message)
  const began = performance.now()
  const judged = judgeSeries(found.type, params, series, watch)
  if (judged === undefined) return undefined
  const seconds = Math.max(1e-6, (performance.now() - began) / 1000)
  return {
    type,
    params,
    choice: judged.choice,
    judged: judged.warming.reduce((count, warming) => count + (warming === 0 ? 1 : 0), 0),
    anomalies: judged.anomalies,
    score: windows.length > 0 ? scoreAgainstLabels(series, judged, windows) : undefined,
    verdicts_per_second: Math.round(series.ts.length / seconds),
    points: draw(series, judged, points),
  }
}

function draw(series: Series, judged: JudgedSeries, points: number): SandboxRun['points'] {
  return thinSeries(series, judged, points).map((i) => ({ ts: series.ts[i]!, value: series.values[i]!, ...judgementAt(judged, i) }))
}

function watchFrom(start: number, share: number): Watch {
  return {
    get cancelled() {
      return Atomics.load(flag, 0) !== 0
    },
    onProgress: (fraction) => tellProgress(start + fraction * share),
  }
}
