import type { EngineType, SignalEngine } from '../../app/detect/engines/engine.ts'
import { engines } from '../../app/detect/engines/index.ts'
import { Dice, families, familyStep } from '../../app/detect/engines/testing/signals.ts'
import { readEngineParameters } from '../../app/model/engine-parameters.ts'
import { bytesUsed } from '../support/bytes-used.ts'
import { report, skip, title } from '../support/report.ts'

const start = Date.UTC(2026, 0, 5)
/** What this section may take. */
const mostMemory = 3e9
const keyCounts = [1, 1000, 100_000]
/** So many tell what all would take. */
const sampleKeys = 500

/** Verdicts a second by engine and number of keys, memory a key, and what a score of 0.99 is worth. */
export function benchEngines(options: { verdicts: number; calibration: number }): Promise<void> {
  const dice = new Dice(1)
  const values = Float64Array.from({ length: 65_536 }, () => 100 + 5 * dice.normal())
  for (const keys of keyCounts) benchKeys(keys, options.verdicts, values)
  calibrate(options.calibration)
  falseAlarms(options.calibration)
  return Promise.resolve()
}

/** A window closes for all keys in turn, as a stream has it. */
function benchKeys(keys: number, verdicts: number, values: Float64Array): void {
  title(`Engines, ${keys.toLocaleString('en')} ${keys === 1 ? 'key' : 'keys'}, Gaussian values, one core`)
  let baseline: { name: string; value: number } | undefined
  for (const type of engines) {
    const name = `${type.name}: verdicts`
    const text = warmState(type, values)
    const expected = keys * measureKeys(type, { keys: sampleKeys, rounds: 0, values, text }).memory
    if (expected > mostMemory) {
      skip(name, `${keys.toLocaleString('en')} keys would take about ${(expected / 1e9).toFixed(0)} GB`)
      continue
    }
    // The slow ones judge fewer: a rate needs no more.
    const rounds = Math.max(1, Math.round(verdicts / keys / (type.name === 'cad' ? 10 : 1)))
    const { rate, memory } = measureKeys(type, { keys, rounds, values, text })
    baseline ??= { name: type.name, value: rate }
    const note = `${Math.round(memory).toLocaleString('en')} bytes a key, ${text.length.toLocaleString('en')} in a snapshot`
    report({ name, value: rate, unit: 'per second', baseline, ...(keys > 1 && { note }) })
  }
}

/** A state that has grown as far as it does. */
function warmState(type: EngineType, values: Float64Array): string {
  const { count, step } = warmups[type.name]!
  const first = create(type)
  for (let i = 0; i < count; i += 1) first.observe(start + i * step, values[i]!)
  return JSON.stringify(first.snapshot())
}

/** All keys begin from one that is past its warm-up, by the way that a restart takes. */
function measureKeys(
  type: EngineType,
  { keys, rounds, values, text }: { keys: number; rounds: number; values: Float64Array; text: string },
) {
  const { count, step } = warmups[type.name]!
  const before = bytesUsed()
  const instances = Array.from({ length: keys }, () => {
    const engine = create(type)
    engine.restore(JSON.parse(text))
    return engine
  })
  const memory = (bytesUsed() - before) / keys
  const began = performance.now()
  for (let at = count; at < count + rounds; at += 1) {
    for (let key = 0; key < keys; key += 1) instances[key]!.observe(start + at * step, values[(at * 7919 + key * 31) & 65_535]!)
  }
  return { rate: (rounds * keys * 1000) / (performance.now() - began), memory: Math.max(0, memory) }
}

const hour = 3_600_000
/** Until all hours of the week are known, both rivals of `auto` are at work, and contexts have been forgotten once. */
const warmups: Readonly<Record<string, { count: number; step: number }>> = {
  auto: { count: 24 * 13, step: hour },
  robust: { count: 300, step: familyStep },
  ema: { count: 300, step: familyStep },
  seasonal: { count: 24 * 7 * 4, step: hour },
  changepoint: { count: 300, step: familyStep },
  cad: { count: 3000, step: familyStep },
}

function calibrate(length: number): void {
  title(`Calibration: share of normal values with a score of 0.99 or more (1 % is exact), ${length.toLocaleString('en')} values each`)
  for (const type of engines) {
    const count = type.name === 'cad' ? length / 4 : length
    for (const [family, make] of Object.entries(families)) {
      const next = make(new Dice(77))
      const engine = create(type)
      const tally = { judged: 0, high: 0, higher: 0, anomalies: 0 }
      for (let i = 0; i < count; i += 1) {
        const { warming, score, is_anomaly } = engine.observe(start + i * familyStep, next(i))
        if (warming) continue
        tally.judged += 1
        if (score >= 0.99) tally.high += 1
        if (score >= 0.999) tally.higher += 1
        if (is_anomaly) tally.anomalies += 1
      }
      const share = (part: number) => (100 * part) / tally.judged
      const picked = engine.describe?.()?.picked
      const note = `0.999: ${share(tally.higher).toFixed(2)} %; anomalies: ${share(tally.anomalies).toFixed(2)} %${picked === undefined ? '' : `; picked ${picked}`}`
      report({ name: `${type.name}, ${family}`, value: share(tally.high), unit: '%', note })
    }
  }
}

/** Of the change-point engine: Siegmund’s approximation against what a normal signal shows. */
function falseAlarms(length: number): void {
  title('Change points: values between false alarms, asked for and found')
  const type = engines.find(({ name }) => name === 'changepoint')!
  for (const asked of [500, 5000]) {
    const dice = new Dice(5)
    const engine = create(type, { average_run_length: asked })
    let alarms = 0
    const count = Math.max(length, 20 * asked)
    for (let i = 0; i < count; i += 1) if (engine.observe(start + i * familyStep, dice.normal()).is_anomaly) alarms += 1
    report({
      name: `asked for ${asked.toLocaleString('en')}`,
      value: count / Math.max(1, alarms),
      unit: 'values',
      note: `${alarms} alarms`,
    })
  }
}

function create(type: EngineType, given: Record<string, unknown> = {}): SignalEngine {
  const read = readEngineParameters(type.parameters, given)
  if (read.kind === 'refused') throw new Error(read.problems.map(({ message }) => message).join('; '))
  return type.create(read.parameters)
}
