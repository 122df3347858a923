import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openOfflineConsole } from '../app/engine.ts'
import { summarizeEvents, type EventSummary } from '../app/engine/testing/event-summary.ts'
import { officeLines, wrongHost } from '../app/engine/testing/office-lines.ts'
import { portOf, sendTcp, startEngine, untilStored } from '../app/engine/testing/running-engine.ts'
import type { Health } from '../app/model/counters.ts'
import type { Replayed } from './testing/attack-log.ts'
import { runCommand, type Console } from './testing/command.ts'
import { captureDatagrams } from './testing/datagrams.ts'
import { openWorkplace } from './testing/workplace.ts'

const { folder, write, makeHome, start, atEnd } = openWorkplace()

async function replay(...args: string[]): Promise<Replayed> {
  const { code, stdout, stderr } = await runCommand('replay', '--json', '--quiet', '--timezone', 'UTC', ...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as Replayed
}

/** The command line's own words for an event, in the words of the tests. */
function readReplayed({ events }: Replayed): EventSummary[] {
  return events
    .map(
      ({ anomaly_type, evidence_count, ...rest }) => ({ ...rest, type: anomaly_type, evidence: evidence_count }) as unknown as EventSummary,
    )
    .map(({ type, entity, severity, count, first_seen, last_seen, explanation, evidence, id }) => {
      return { type, entity, severity, count, first_seen, last_seen, explanation, evidence, id }
    })
    .sort((a, b) => (a.type + a.entity + a.id < b.type + b.entity + b.id ? -1 : 1))
}

async function untilCommitted(console: Console, count: number): Promise<void> {
  const end = Date.now() + 40_000
  for (;;) {
    const { counters } = (await console.request('health.get')).output as Health
    const stored = counters.sources.reduce((sum, source) => sum + source.stored, 0)
    if (stored >= count) return
    if (Date.now() > end) throw new Error(`${stored} of ${count} records stored`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

// Yesterday: the year of lines without one is that of their arrival.
const begin = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 15 * 3_600_000
const [office] = fc.sample(officeLines(begin), { seed: 7, numRuns: 1 })
const { lines } = office!
const file = write('office.log', `${lines.join('\n')}\n`)

test('out of a file, over TCP, out of a capture, and across kill −9, the same lines give the same events', async () => {
  const replayed = await replay(file)
  const events = readReplayed(replayed)
  expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(2)
  // The host with the wrong clock is told of, and by replay as well.
  expect(events.filter(({ type }) => type === 'clock_skew').map(({ entity }) => entity)).toEqual([wrongHost])
  expect(replayed.counters.sources).toMatchObject([{ received: lines.length, parsed: lines.length, stored: lines.length }])

  // Without heartbeats, which tell the detectors that this day is not today.
  const engine = await startEngine(makeHome(), { sample: true })
  atEnd(() => engine.close())
  await sendTcp(portOf(engine, 'syslog-tcp'), lines)
  await untilStored(engine, lines.length)
  await engine.corridor.flush(true)
  expect(summarizeEvents(engine.console)).toEqual(events)

  const capture = write('office.pcap', captureDatagrams(lines.map((payload, n) => ({ port: 514, payload, time: begin + n * 1000 }))))
  expect(readReplayed(await replay(capture))).toEqual(events)

  const home = makeHome()
  const half = Math.floor(lines.length / 2)
  for (const [part, signal] of [
    [lines.slice(0, half), 'SIGKILL'],
    [lines.slice(half), 'SIGTERM'],
  ] as const) {
    const console = await start(home)
    await console.request('firstRun.finish', { detection: true, alerting: false })
    await sendTcp(console.portOf('syslog-tcp'), part)
    await untilCommitted(console, part.length)
    await console.end(signal)
  }
  const opened = openOfflineConsole(home)
  if (opened.kind !== 'opened') throw new Error('the console database is there')
  // What a wrong clock and silence are is seen anew by the clock of this machine, whose day it is not.
  const isOfRecordsOnly = ({ type }: EventSummary) => type !== 'clock_skew' && type !== 'source_silence'
  expect(summarizeEvents(opened.console).filter(isOfRecordsOnly)).toEqual(events.filter(isOfRecordsOnly))
  expect(opened.console.verifyActivity().kind).toBe('intact')
  opened.console.close()
}, 120_000)

test('lines without a year are in the year they were written, across New Year, whenever the file is read', async () => {
  const days = ['Dec 30 10:00:00', 'Dec 31 23:59:58', 'Jan  1 00:00:01', 'Jan  2 08:00:00']
  const log = write('new-year.log', days.map((day, n) => `<38>${day} web-1 app: line ${n}`).join('\n'))
  const written = Date.UTC(2026, 0, 2, 8, 0, 5)
  utimesSync(log, written / 1000, written / 1000)
  const arrivals = [Date.UTC(2025, 11, 30, 10), Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1, 0, 0, 1), Date.UTC(2026, 0, 2, 8)]
  const capture = write(
    'new-year.pcap',
    captureDatagrams(days.map((day, n) => ({ port: 514, payload: `<38>${day} web-1 app: line ${n}`, time: arrivals[n]! }))),
  )
  for (const [n, source] of [log, capture].entries()) {
    const store = join(folder, `new-year-${n}`)
    await replay(source, '--store', store)
    const { stdout } = await runCommand('records', '--home', store, '--json')
    const { records } = JSON.parse(stdout) as { records: { time: string }[] }
    expect(records.map(({ time }) => time).reverse()).toEqual([
      '2025-12-30T10:00:00.000Z',
      '2025-12-31T23:59:58.000Z',
      '2026-01-01T00:00:01.000Z',
      '2026-01-02T08:00:00.000Z',
    ])
  }
})
