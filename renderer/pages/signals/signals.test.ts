import { describe, expect, it } from 'vitest'
import type { SignalPoint, StreamView } from '../../../app/contract/signals.ts'
import { streamSchema, type StreamDefinition } from '../../../app/model/stream.ts'
import { dotOf, legendOf } from './dot-look.ts'
import { addLive, anomaliesOf, gapOf, sayReason } from './series.ts'
import { lossesOf, saySource, saySourceBriefly, signalRowsOf, stateOf } from './signal-rows.ts'

const stream = (name: string, rest: Record<string, unknown> = {}): StreamDefinition =>
  streamSchema.parse({ name, source: { type: 'records', group_by: ['source.ip'] }, ...rest })

const point = (ts: number, part: Partial<SignalPoint> = {}): SignalPoint => ({
  ts,
  value: 1,
  lower: 0,
  upper: 2,
  score: 0.1,
  is_anomaly: false,
  warming: false,
  ...part,
})
const judgement = (ts: number, part: Partial<SignalPoint> = {}) => ({ stream: 's', key: 'k', probability: 0, ...point(ts, part) })

const view = (part: Partial<StreamView> = {}): StreamView => ({
  stream: stream('logins'),
  state: { kind: 'running' },
  choices: [],
  keys: 1,
  points: 1,
  anomalies: 0,
  late: 0,
  bad: 0,
  unjudged: 0,
  held: 0,
  evicted: 0,
  forgotten: 0,
  sinks: [],
  sparkline: [],
  last: judgement(1),
  ...part,
})

describe('the list', () => {
  const preset = { name: 'host-flows', title: 'Flows', description: '', stream: stream('host-flows') } as const

  it('has one’s own streams first, then every preset, on or off', () => {
    const on = view({ stream: preset.stream, preset: 'host-flows' })
    const rows = signalRowsOf(
      [view(), on],
      [
        { ...preset, enabled: true },
        { ...preset, name: 'host-peers', enabled: false },
      ],
    )
    expect(rows.map(({ name, enabled, view }) => [name, enabled, view !== undefined])).toEqual([
      ['logins', true, true],
      ['host-flows', true, true],
      ['host-peers', false, false],
    ])
  })

  it('tells off, warming, waiting, learning, running and failed apart', () => {
    const kind = (enabled: boolean, part: Partial<StreamView>) => stateOf({ enabled, view: view(part) }).kind
    expect(kind(false, {})).toBe('off')
    expect(stateOf({ enabled: true, view: undefined }).kind).toBe('off')
    expect(stateOf({ enabled: true, view: view({ state: { kind: 'warming', fraction: 0.421 } }) })).toMatchObject({ label: 'Warming 42 %' })
    const { last: _, ...silent } = view()
    expect(stateOf({ enabled: true, view: silent }).kind).toBe('waiting')
    expect(kind(true, { last: judgement(1, { warming: true }) })).toBe('learning')
    expect(kind(true, {})).toBe('running')
    expect(kind(true, { state: { kind: 'failed', message: 'in use' } })).toBe('failed')
  })

  it('names every loss, and a sink that fails with what it said', () => {
    expect(lossesOf(view())).toEqual([])
    const losses = lossesOf(view({ late: 3, bad: 1, sinks: [{ sink: 'http x', delivered: 0, failed: 2, failure: 'refused' }] }))
    expect(losses.map(({ label, why }) => [label, why.slice(0, 7)])).toEqual([
      ['3 late', 'Came af'],
      ['1 bad', 'Message'],
      ['http x fails', 'refused'],
    ])
  })

  it('says where values come from', () => {
    expect(saySource(stream('a').source)).toBe('Records: count by source.ip')
    expect(saySourceBriefly(stream('a').source)).toBe('Count by source.ip')
    expect(saySource(stream('a', { source: { type: 'records', measure: 'p95', field: 'network.bytes' } }).source)).toBe(
      'Records: p95 of network.bytes',
    )
    expect(saySource(stream('a', { source: { type: 'socket', protocol: 'tcp', port: 9 } }).source)).toBe('TCP 127.0.0.1:9')
  })
})

describe('live values', () => {
  it('are put where they belong, the newer in the place of the older', () => {
    const points = addLive([point(10), point(30)], [judgement(40), judgement(20), judgement(30, { value: 7 })])
    expect(points.map(({ ts, value }) => [ts, value])).toEqual([
      [10, 1],
      [20, 1],
      [30, 7],
      [40, 1],
    ])
  })

  it('keep the event that is known of their time', () => {
    const event = { id: 'e', status: 'new', severity: 'high' } as const
    const [one] = addLive([point(10, { is_anomaly: true, event })], [judgement(10, { is_anomaly: true })])
    expect(one?.event).toBe(event)
  })
})

describe('a dot', () => {
  const event = { id: 'e', status: 'resolved', severity: 'high' } as const

  it('takes shape and colour from the verdict', () => {
    expect(dotOf(point(1))).toBeUndefined()
    expect(dotOf(point(1, { is_anomaly: true }))).toMatchObject({ shape: 'ring', label: 'no event' })
    expect(dotOf(point(1, { is_anomaly: true, event: { ...event, verdict: 'true_positive' } }))).toMatchObject({ shape: 'diamond' })
    expect(dotOf(point(1, { is_anomaly: true, event: { ...event, verdict: 'false_positive_data' } }))).toMatchObject({
      shape: 'triangle',
      label: 'false positive (data)',
    })
  })

  it('is counted by kind', () => {
    const points = [point(1, { is_anomaly: true, event }), point(2), point(3, { is_anomaly: true }), point(4, { is_anomaly: true })]
    expect(legendOf(points).map(({ kind, count }) => [kind, count])).toEqual([
      ['undecided', 1],
      ['none', 2],
    ])
    expect(anomaliesOf(points).map(({ ts }) => ts)).toEqual([4, 3, 1])
  })

  it('says by how much a value left its band', () => {
    expect(sayReason(point(1, { value: 5, score: 0.99991 }), String)).toBe('3 above the band, score 0.9999')
    expect(sayReason(point(1, { value: -1 }), String)).toBe('1 below the band, score 0.1000')
    expect(sayReason(point(1, { lower: null, upper: null }), String)).toBe('score 0.1000')
  })
})

describe('a silence', () => {
  it('is longer than two windows, and more where points were left out', () => {
    const points = [point(0), point(1_000_000)]
    expect(gapOf(stream('a', { aggregation: { window: 60 } }), { sampled: false, points })).toBe(126_000)
    expect(gapOf(stream('a', { aggregation: { window: 60 } }), { sampled: true, points })).toBe(6_000_000)
    expect(gapOf(stream('a', { source: { type: 'http' } }), { sampled: false, points })).toBe(Infinity)
  })
})
