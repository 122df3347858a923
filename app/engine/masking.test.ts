import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { configSchema } from '../model/config.ts'
import type { Engine } from '../engine.ts'
import { maskingRules } from './derived-settings.ts'
import { MaskingDesk } from './masking-desk.ts'
import { portOf, sendTcp, sendUdp, startEngine, temporaryHome, testConfig, untilStored } from './testing/running-engine.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function makeHome(config?: string): string {
  const { home, remove } = temporaryHome(config)
  cleanups.push(remove)
  return home
}

async function run(home: string): Promise<Engine> {
  const engine = await startEngine(home)
  cleanups.push(() => engine.close())
  return engine
}

const begin = Date.UTC(2026, 10, 20, 9)
const line = (n: number, text: string) => `<38>1 ${new Date(begin + n * 1000).toISOString()} web-1 app 7 - - ${text}`

async function send(engine: Engine, lines: string[], stored: number): Promise<{ raw: string; hash: unknown; message: unknown }[]> {
  await sendUdp(portOf(engine, 'syslog-udp'), lines)
  await untilStored(engine, stored)
  return recordsOf(engine)
}

async function recordsOf(engine: Engine): Promise<{ raw: string; hash: unknown; message: unknown }[]> {
  await engine.corridor.flush(true)
  const { records } = await engine.reader.search({ conditions: [] }, { limit: 100 })
  return records
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ raw, fields }) => ({ raw, hash: fields['event.hash'], message: fields['message'] }))
}

test('a masked record carries the hash of what was received, others carry none; a restart changes neither', async () => {
  const home = makeHome()
  const lines = [line(1, 'password=hunter2 refused'), line(2, 'nothing to hide')]
  const engine = await startEngine(home)
  const records = await send(engine, lines, 2)
  expect(records).toEqual([
    {
      raw: line(1, 'password=*** refused'),
      hash: createHash('sha256')
        .update(lines[0] ?? '')
        .digest('hex'),
      message: 'password=*** refused',
    },
    { raw: lines[1], hash: undefined, message: 'nothing to hide' },
  ])
  await engine.close()
  const again = await run(home)
  expect(await recordsOf(again)).toEqual(records)
  expect(again.masking.report(again.corridor.pipelineCounters.masking).records).toBe(0)
})

test('a pattern that is switched off leaves the next record alone, and one that is switched on does not', async () => {
  const home = makeHome(`${testConfig}masking: { patterns: { credential_pair: false } }\n`)
  const engine = await run(home)
  const text = `password=hunter2 for amqp://app:hunter3@mq`
  const [first] = await send(engine, [line(1, text)], 1)
  expect(first?.message).toBe('password=hunter2 for amqp://app:***@mq')
  const changed = engine.configFile.edit([{ path: ['masking'], value: { patterns: { url_credentials: false } } }])
  if (changed.kind === 'refused') throw new Error('the change was refused')
  await engine.configure(changed)
  const [, second] = await send(engine, [line(2, text)], 2)
  expect(second?.message).toBe('password=*** for amqp://app:hunter3@mq')
})

test('a message that was cut still says so when something in it was masked', async () => {
  const engine = await run(makeHome())
  await sendTcp(portOf(engine, 'syslog-tcp'), [line(1, `password=hunter2 ${'x'.repeat(100_000)}`)])
  await untilStored(engine, 1)
  await engine.corridor.flush(true)
  const { records } = await engine.reader.search({ conditions: [] }, { limit: 1 })
  expect(records[0]?.fields['error.code']).toBe('too_long')
  expect(records[0]?.raw).not.toContain('hunter2')
})

const rulesOf = (masking: object) => maskingRules(configSchema.parse({ version: 1, masking }))

test('the report names each key, the fragment that masked it, and how often; an exempt one is kept', () => {
  const desk = new MaskingDesk(rulesOf({}))
  for (let n = 0; n < 3; n += 1) desk.masker.metadata({ shipping: 'x', note: 'a', nested: [{ api_key: n }] })
  expect(desk.report().keys).toEqual([
    { key: 'shipping', fragment: 'pin', count: 3 },
    { key: 'api_key', fragment: 'api_key', count: 3 },
  ])
  desk.configure(rulesOf({ exempt_keys: ['Shipping'] }))
  expect(desk.masker.metadata({ shipping: 'x', password: 'y' })).toEqual({ shipping: 'x', password: '***' })
})

test('what is masked already is not counted again; text and events are counted together', () => {
  const desk = new MaskingDesk(rulesOf({}))
  const once = desk.masker.metadata({ token: 'x', note: 'password=hunter2' })
  desk.masker.metadata(once)
  desk.configure(rulesOf({ fragments: ['token'] }))
  desk.masker.metadata({ note: 'password=hunter2' })
  expect(desk.report({ patterns: { credential_pair: 5, card_number: 1 }, records: 6 })).toEqual({
    patterns: { credential_pair: 7, card_number: 1 },
    keys: [{ key: 'token', fragment: 'token', count: 1 }],
    records: 6,
  })
})

test('keys that are made up do not fill the memory, and the frequent ones stay', () => {
  const desk = new MaskingDesk(rulesOf({}))
  for (let n = 0; n < 10_000; n += 1) desk.masker.metadata({ [`token_${n}`]: 1, password: 1 })
  const { keys } = desk.report()
  expect(keys.length).toBe(200)
  expect(keys[0]).toEqual({ key: 'password', fragment: 'password', count: 10_000 })
})
