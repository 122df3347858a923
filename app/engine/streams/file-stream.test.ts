import { appendFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { requests } from '../../contract/requests.ts'
import type { Engine } from '../../engine.ts'
import { handlers } from '../answers/index.ts'
import { startEngine } from '../testing/running-engine.ts'
import {
  contextOf,
  homeWith,
  message,
  messages,
  run,
  seriesOf,
  temporaryFolder,
  until,
  untilPoints,
  viewOf,
} from '../testing/stream-engine.ts'

describe('a stream of a file', () => {
  it('is read on as the file grows, and after a restart from where it was', async () => {
    const file = join(temporaryFolder(), 'values.jsonl')
    writeFileSync(
      file,
      messages(20)
        .map((line) => `${line}\n`)
        .join(''),
    )
    const home = homeWith(`streams:\n  - { name: tail, source: { type: file, path: ${file} }, engine: { type: robust } }\n`)
    const first = await startEngine(home)
    await untilPoints(first, 'tail', 20)
    appendFileSync(file, `${message(20, 1)}\n{"half":`)
    await untilPoints(first, 'tail', 21)
    await first.close()
    appendFileSync(file, `1}\n${message(21, 2)}\n`)
    const second = await run(home)
    await until(
      () => viewOf(second, 'tail'),
      ({ points, bad }) => points === 22 && bad === 1,
    )
    await until(
      () => seriesOf(second, 'tail', 'shop'),
      ({ total }) => total === 22,
    )
  })

  it('that is not there yet is read once it is, and one that took its name meanwhile from its beginning', async () => {
    const file = join(temporaryFolder(), 'values.jsonl')
    const home = homeWith(`streams:\n  - { name: tail, source: { type: file, path: ${file} }, warmup: 0, engine: { type: robust } }\n`)
    const first = await startEngine(home)
    await until(
      () => viewOf(first, 'tail').state,
      ({ kind }) => kind === 'failed',
    )
    writeFileSync(file, `${message(0, 1)}\n`)
    await untilPoints(first, 'tail', 1)
    await first.close()
    renameSync(file, `${file}.1`)
    writeFileSync(file, `${message(1, 2)}\n${message(2, 3)}\n`)
    const second = await run(home)
    await untilPoints(second, 'tail', 3)
  })
})

describe('what was read of a file', () => {
  it('is not read again when its records are past their time', async () => {
    const file = join(temporaryFolder(), 'values.jsonl')
    writeFileSync(file, `${messages(20).join('\n')}\n`)
    const home = homeWith(`streams:\n  - { name: tail, source: { type: file, path: ${file} }, warmup: 0, engine: { type: robust } }\n`)
    const first = await startEngine(home)
    await untilPoints(first, 'tail', 20)
    await first.corridor.flush(true)
    first.corridor.configureStore({ retention_days: 30, budget_bytes: 1, segment_hours: 24, segment_bytes: 1 })
    await vi.waitFor(async () => expect(await first.reader.count()).toBe(0), { timeout: 15_000, interval: 100 })
    await first.close()
    appendFileSync(file, `${message(20, 1)}\n`)
    const second = await run(home)
    await until(
      () => seriesOf(second, 'tail', 'shop'),
      ({ last }) => last === Date.parse((JSON.parse(message(20, 1)) as { ts: string }).ts),
    )
    expect(second.storedRecords()).toBe(1)
  })
})

describe('a file that is imported into a stream', () => {
  const importInto = (engine: Engine, input: { files: string[]; format: 'measurements' | 'syslog'; stream?: string }) =>
    handlers['import.start'](requests['import.start'].input.parse(input), contextOf(engine))

  it('is judged as what the stream reads by itself, and the file that it follows is not read twice for it', async () => {
    const folder = temporaryFolder()
    const [followed, csv] = [join(folder, 'values.jsonl'), join(folder, 'shop.csv')]
    writeFileSync(followed, `${message(0, 1, 'till')}\n${message(1, 1, 'till')}\n`)
    const rows = messages(60, 500).map((text) => JSON.parse(text) as { ts: string; value: number })
    writeFileSync(csv, ['ts,value', ...rows.map(({ ts, value }) => `${ts},${value}`), 'yesterday,many'].join('\n'))
    const home = homeWith(
      `streams:\n  - { name: tail, source: { type: file, path: ${followed} }, engine: { type: robust, params: { window: 30 } } }\n`,
    )
    const first = await startEngine(home)
    await untilPoints(first, 'tail', 2)
    await importInto(first, { files: [csv], format: 'measurements', stream: 'tail' })
    await until(
      () => viewOf(first, 'tail'),
      ({ points, bad, anomalies }) => points === 63 && bad === 1 && anomalies === 1,
    )
    expect((await seriesOf(first, 'tail', 'shop')).total).toBe(61)
    await first.close()
    const second = await run(home)
    appendFileSync(followed, `${message(2, 1, 'till')}\n`)
    await untilPoints(second, 'tail', 64)
  })

  it('needs a stream that takes values', async () => {
    const engine = await run(
      homeWith('streams:\n  - { name: logins, source: { type: records } }\n  - { name: off, enabled: false, source: { type: http } }\n'),
    )
    const files = ['/nonexistent/values.csv']
    await expect(async () => importInto(engine, { files, format: 'measurements', stream: 'logins' })).rejects.toThrow('it takes no values')
    await expect(async () => importInto(engine, { files, format: 'measurements', stream: 'off' })).rejects.toThrow('switched off')
    await expect(async () => importInto(engine, { files, format: 'measurements', stream: 'none' })).rejects.toThrow('no stream named')
    await expect(async () => importInto(engine, { files, format: 'measurements' })).rejects.toThrow('need a stream')
    await expect(async () => importInto(engine, { files, format: 'syslog', stream: 'logins' })).rejects.toThrow('need a stream')
  })
})
