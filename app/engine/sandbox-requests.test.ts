import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer } from '../contract/console.ts'
import type { RequestInput, RequestName, RequestOutput } from '../contract/requests.ts'
import type { Engine, SampleDesk } from '../engine.ts'
import { createConsoleService } from './console-service.ts'
import { startEngine, temporaryHome } from './testing/running-engine.ts'

const noSample = { engine: () => undefined, listen: () => () => undefined } as unknown as SampleDesk
const minute = 60_000
const start = Date.UTC(2026, 10, 2)

let engine: Engine
let remove: () => void
beforeEach(async () => {
  const home = temporaryHome()
  remove = home.remove
  engine = await startEngine(home.home, { listen: false })
})
afterEach(async () => {
  await engine.close()
  remove()
})

async function answer(name: string, input: unknown, signal = new AbortController().signal, fractions: number[] = []): Promise<Answer> {
  const session = createConsoleService({ live: engine, sample: noSample }).open({ push: () => undefined })
  return session.answer(name, input, { signal, progress: (fraction) => void fractions.push(fraction) })
}

async function ask<Name extends RequestName>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> {
  const answered = await answer(name, input)
  if (answered.kind === 'failure') throw new Error(JSON.stringify(answered.error))
  return answered.output as RequestOutput<Name>
}

/** 4, 5, 6, 4, 5, 6 …, and 50 three times from `at` on. */
const valueAt = (index: number, at: number) => (index >= at && index < at + 3 ? 50 : 4 + (index % 3))
const robust = { type: 'robust', params: { window: 30 } }

test('the window is told of every engine, with what a form needs', async () => {
  const { engines, default_engine } = await ask('engines.list', {})
  expect(engines.map(({ name }) => name)).toEqual(['auto', 'robust', 'ema', 'seasonal', 'changepoint', 'cad'])
  expect(default_engine).toBe('auto')
  for (const { parameters } of engines) expect(parameters.every(({ help, title }) => help !== '' && title !== '')).toBe(true)
})

test('several engines judge the same values side by side, each with its own parameters', async () => {
  const indexes = Array.from({ length: 300 }, (_, i) => i)
  const source = { kind: 'points' as const, ts: indexes.map((i) => start + i * minute), values: indexes.map((i) => valueAt(i, 200)) }
  const labels = [{ from: start + 200 * minute, to: start + 202 * minute }]
  const run = await ask('sandbox.run', { source, engines: [robust, { type: 'ema', params: {} }], labels, points: 100 })
  expect(run).toMatchObject({ total: 300, from: start, to: start + 299 * minute, labels })
  const [first, second] = run.runs
  expect(first).toMatchObject({ type: 'robust', params: { window: 30, threshold: 0.9999 }, judged: 270, anomalies: 3 })
  expect(first?.score).toMatchObject({ precision: 1, recall: 1, delay: { ms: 0, values: 0 } })
  expect(second).toMatchObject({ type: 'ema', params: { window: 100 }, judged: 200 })
  expect(first?.points.filter(({ is_anomaly }) => is_anomaly).map(({ value }) => value)).toEqual([50, 50, 50])
  expect(first?.points.length).toBeLessThan(120)
})

test('an engine keeps to an alert budget', async () => {
  const indexes = Array.from({ length: 6000 }, (_, i) => i)
  const values = indexes.map((i) => 10 + ((i * 7919) % 13) + (i % 97 === 0 ? 60 : 0))
  const source = { kind: 'points' as const, ts: indexes.map((i) => start + i * minute), values }
  const budgeted = { type: 'robust', params: { window: 30, alert_budget: 3 } }
  const { runs } = await ask('sandbox.run', { source, engines: [robust, budgeted], points: 100 })
  expect(runs[0]?.anomalies).toBeGreaterThan(50)
  // Four days and a bit, and a day's worth at the beginning.
  expect(runs[1]?.anomalies).toBeGreaterThan(3)
  expect(runs[1]?.anomalies).toBeLessThanOrEqual(3 * 5.2)
})

describe('a file', () => {
  const rows = Array.from(
    { length: 5000 },
    (_, i) => `${new Date(start + i * minute).toISOString()},${valueAt(i, 4000)},${i >= 4000 && i < 4003 ? 1 : 0}`,
  )
  const text = ['ts,value,label', ...rows].join('\n')

  async function upload(file: string, whole: string): Promise<void> {
    const piece = 50_000
    for (let at = 0; at < whole.length; at += piece) await ask('sandbox.upload', { file, at, text: whole.slice(at, at + piece) })
  }

  test('comes in pieces and brings its labels', async () => {
    await upload('mine', text)
    const { total, labels, runs } = await ask('sandbox.run', { source: { kind: 'file', file: 'mine' }, engines: [robust], points: 200 })
    expect(total).toBe(5000)
    expect(labels).toEqual([{ from: start + 4000 * minute, to: start + 4002 * minute }])
    expect(runs[0]?.score).toMatchObject({ windows: 1, found: 1, recall: 1 })
  })

  test('that cannot be read says which lines are wrong', async () => {
    await upload('bad', 'ts,value\n2026-11-02T00:00:00Z,1\nyesterday,2\n2026-11-02T00:02:00Z,many\n')
    const answered = await answer('sandbox.run', { source: { kind: 'file', file: 'bad' }, engines: [robust], points: 200 })
    expect(answered).toMatchObject({
      kind: 'failure',
      error: {
        kind: 'invalid_input',
        message: 'The file cannot be read: 2 lines are wrong.',
        issues: [{ path: 'line 3' }, { path: 'line 4' }],
      },
    })
  })

  test('with a piece missing is refused', async () => {
    await ask('sandbox.upload', { file: 'gap', at: 0, text: 'ts,value\n' })
    expect(await answer('sandbox.upload', { file: 'gap', at: 20, text: '1,1' })).toMatchObject({ kind: 'failure' })
  })

  test('can be stopped while engines run over it', async () => {
    await upload('mine', text)
    const stop = new AbortController()
    const running = answer(
      'sandbox.run',
      { source: { kind: 'file', file: 'mine' }, engines: [{ type: 'cad', params: {} }], points: 200 },
      stop.signal,
    )
    stop.abort()
    expect(await running).toMatchObject({ kind: 'failure', error: { kind: 'cancelled' } })
  })
})

test('a wrong engine or parameter is refused with the nearest right word', async () => {
  const source = { kind: 'points', ts: [start], values: [1] }
  const wrongEngine = await answer('sandbox.run', { source, engines: [{ type: 'robst', params: {} }], points: 100 })
  expect(wrongEngine).toMatchObject({ error: { kind: 'invalid_input', message: 'there is no engine "robst"; did you mean "robust"?' } })
  const wrongParameter = await answer('sandbox.run', { source, engines: [{ type: 'robust', params: { windw: 3 } }], points: 100 })
  expect(wrongParameter).toMatchObject({
    error: { issues: [{ path: 'engines.0.params.windw', message: 'there is no parameter "windw"; did you mean "window"?' }] },
  })
})
