import { describe, expect, it } from 'vitest'
import { readMeasurement } from '../model/measurement.ts'
import { readMeasurements } from './measurement-file.ts'

/** Messages of a file that comes in pieces, and what was said of it. */
function read(text: string, file = '/tmp/orders.csv', piece = 7): { messages: string[]; said: string[] } {
  const messages: string[] = []
  const said: string[] = []
  const sink = { push: (bytes: Uint8Array) => void messages.push(new TextDecoder().decode(bytes)) }
  const bytes = new TextEncoder().encode(text)
  const reader = readMeasurements(bytes, file, sink as never)
  for (let from = 0; from < bytes.length; from += piece) {
    const refusal = reader.push(bytes.subarray(from, from + piece))
    if (refusal !== undefined) return { messages, said: [refusal] }
  }
  said.push(...reader.end())
  return { messages, said }
}

describe('a file of values', () => {
  it('is JSON lines as they are', () => {
    const lines = ['{"application":"shop","ts":1,"value":2}', 'not a message']
    expect(read(`${lines.join('\n')}\n`)).toEqual({ messages: lines, said: [] })
  })

  it('or CSV, whose rows become messages of their application', () => {
    const { messages, said } = read('TS,Application,Value\n2026-11-21T08:00:00Z,shop,1.5\r\n1763712000,"till, upstairs",-2\n')
    expect(said).toEqual([])
    expect(messages.map((text) => readMeasurement(text))).toMatchObject([
      { kind: 'read', measurement: { application: 'shop', ts: Date.UTC(2026, 10, 21, 8), value: 1.5 } },
      { kind: 'read', measurement: { application: 'till, upstairs', ts: 1_763_712_000_000, value: -2 } },
    ])
  })

  it('without applications is of the one that it is named after', () => {
    const { messages } = read('time,value\n2026-11-21,7', '/data/Orders of May.csv')
    expect(messages.map((text) => readMeasurement(text))).toMatchObject([{ measurement: { application: 'Orders of May', value: 7 } }])
  })

  it('hands on a row that cannot be read as it is, to be kept and counted as bad', () => {
    const { messages } = read('ts,value\n2026-11-21,many\n2026-11-21\n2026-11-21,3\n')
    expect(messages.map((text) => readMeasurement(text).kind)).toEqual(['failed', 'failed', 'read'])
    expect(messages[0]).toBe('2026-11-21,many')
  })

  it('loses nothing of what comes after a quote that is never closed, nor of such a row itself', () => {
    const rows = ['2026-11-21,"5', '2026,"a" b,3', '"2026-11-21",3', '2026-11-22,"4']
    const { messages, said } = read(['ts,value', ...rows].join('\n'))
    expect(said).toEqual([])
    expect(messages.map((text) => readMeasurement(text).kind)).toEqual(['failed', 'failed', 'read', 'failed'])
    expect(messages.filter((_, at) => at !== 2)).toEqual(rows.filter((_, at) => at !== 2))
    expect(read('"ts,value\n1,2\n').said).toEqual(['the first line names no column ts; it has none'])
  })

  it('is of that one too where the cell of its application is empty', () => {
    const { messages } = read('ts,application,value\n2026-11-21,,7\n')
    expect(messages.map((text) => readMeasurement(text))).toMatchObject([{ measurement: { application: 'orders', value: 7 } }])
  })

  it('is refused when its first line names no such columns', () => {
    expect(read('when,how much\n1,2\n')).toEqual({ messages: [], said: ['the first line names no column ts; it has when, how much'] })
  })
})
