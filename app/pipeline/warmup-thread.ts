import { parentPort, workerData } from 'node:worker_threads'
import { detectors, defaultParameters } from '../detect/index.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { streamSourceId } from '../model/stream.ts'
import { openTelemetryReader } from '../store/index.ts'
import type { RecordPart } from '../store/store.ts'
import { giveWay, niceness } from './give-way.ts'
import { typedPort } from './ports.ts'
import { throttleProgress } from './throttle-progress.ts'
import type { FromWarmup, ToWarmup, WarmupThreadData } from './warmup-messages.ts'

/**
 * Replays stored records through one stream: first what was there when it began, then, once the corridor holds the
 * stream's records, the few that came meanwhile. Verdicts are discarded; what the engines have learnt is handed over.
 */
const port = parentPort
if (port === null) throw new Error('the warm-up thread runs as a worker')
giveWay(niceness.question)
const engine = typedPort<FromWarmup, ToWarmup>(port)
const { telemetry, stream, parameters, from, since } = workerData as WarmupThreadData
const progressInterval = 100

const detector = detectors.find(({ name }) => name === 'signals')
const instance = detector?.create({ ...defaultParameters(detector), ...parameters })
const stage = instance?.streams
if (instance === undefined || stage === undefined) throw new Error('there is no detector that runs streams')
// It need not wait for a history: this is it.
stage.setStreams([{ ...stream, warmup: 0 }], 0)
const reader = openTelemetryReader(telemetry)
let reached = reader.lastSeq()
const tellProgress = throttleProgress(progressInterval, (fraction) => engine.post({ kind: 'progress', fraction }))

if (hasHistory()) reader.walk({ from, to: Infinity }, replayPart)
if (since !== undefined) end()
else {
  engine.post({ kind: 'caught_up' })
  engine.onMessage(({ upto }) => {
    reader.replay(reached, ({ records, tick }) => {
      takeAll(records.filter(({ seq }) => seq <= upto))
      if (tick !== undefined && reached < upto) instance.tick(tick, discard)
      stage.takeJudgements()
    })
    end()
  })
}

/** Messages come from nowhere but the stream's own source: whether there are any is soon found out. */
function hasHistory(): boolean {
  if (since === undefined) return true
  const own = { kind: 'equals' as const, field: 'source', value: streamSourceId(stream.name), negated: false }
  return reader.search({ from, conditions: [own] }, { limit: 1 }).records.length > 0
}

/** Whether there may be more of it. */
function replayPart({ records, tick, fraction }: RecordPart): boolean {
  const own = since === undefined ? records : records.filter(({ seq }) => seq <= since)
  takeAll(own)
  if (records.length > 0 && own.length === 0) return false
  if (tick !== undefined && own.length === records.length) instance!.tick(tick, discard)
  stage!.takeJudgements()
  tellProgress(fraction)
  return true
}

function end(): void {
  reader.close()
  engine.post({ kind: 'state', state: instance!.snapshot() })
  port!.close()
}

function takeAll(records: readonly TelemetryRecord[]): void {
  for (const record of records) {
    instance!.observe(record, discard)
    if (record.seq > reached) reached = record.seq
  }
}

function discard(): void {}
