import { z } from 'zod'
import type { Judgement } from './engine.ts'
import { parseQuery } from './query-language.ts'

/** What becomes of the values of a window; `none` judges every value by itself. */
export const aggregationFunctions = [
  'none',
  'sum',
  'avg',
  'count',
  'min',
  'max',
  'distinct',
  'percentile50',
  'percentile75',
  'percentile95',
  'percentile99',
] as const
export type AggregationFunction = (typeof aggregationFunctions)[number]

/** What is measured of the records of a window. All but `count` need a field. */
export const measures = ['count', 'sum', 'avg', 'min', 'max', 'distinct', 'p50', 'p75', 'p95', 'p99'] as const
export type Measure = (typeof measures)[number]

const fieldName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_@][\w@-]*(\.[\w@-]+)*$/, 'not the name of a field, such as source.ip')
const port = z.int().min(1).max(65535)
const address = z.string().min(1).max(255)
const path = z.string().min(1).max(4096)

const queryText = z
  .string()
  .max(4000)
  .superRefine((query, context) => {
    const parsed = parseQuery(query)
    if (parsed.kind === 'failed') context.addIssue({ code: 'custom', message: `${parsed.message} (character ${parsed.position + 1})` })
  })

const recordsSchema = z
  .strictObject({
    type: z.literal('records'),
    query: queryText.default('').describe('Which records, in the query language of the window; empty takes all'),
    group_by: z.array(fieldName).max(3).default([]).describe('A signal for each combination of these fields’ values; up to three'),
    measure: z.enum(measures).default('count').describe('What is measured of the records of a window'),
    field: fieldName.optional().describe('The field that is measured; for all measures but count'),
  })
  .superRefine(({ measure, field }, context) => {
    if (measure !== 'count' && field === undefined)
      context.addIssue({ code: 'custom', path: ['measure'], message: `${measure} of what? Name a field` })
  })

/** Where the values of a stream come from. Messages are `{"application": …, "ts": …, "value": …}`. */
export const streamSourceSchema = z.discriminatedUnion('type', [
  recordsSchema,
  z.strictObject({ type: z.literal('http') }),
  z.strictObject({
    type: z.literal('socket'),
    protocol: z.enum(['udp', 'tcp']).default('udp').describe('JSON lines over TCP, or a datagram a message'),
    address: address.default('127.0.0.1').describe('Address to bind; loopback until you choose another'),
    port: port.describe('Port to bind'),
  }),
  z.strictObject({
    type: z.literal('file'),
    path: path.describe('A file of JSON lines on this machine'),
    follow: z.boolean().default(true).describe('Go on reading as the file grows; off reads it once'),
  }),
])
export type StreamSource = z.infer<typeof streamSourceSchema>

const sinkSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('repository') }),
  z.strictObject({ type: z.literal('live') }),
  z.strictObject({ type: z.literal('file'), path: path.describe('JSON lines are appended to it') }),
  z.strictObject({
    type: z.literal('http'),
    url: z.url({ protocol: /^https?$/ }).describe('Verdicts are POSTed there, a JSON list each time'),
  }),
  z.strictObject({ type: z.literal('socket'), protocol: z.enum(['udp', 'tcp']).default('tcp'), address, port }),
])
export type StreamSink = z.infer<typeof sinkSchema>

/** `repository` is short for `{ type: repository }`; of a `stream` its keys say whether it is a file, an address or a socket. */
export const streamSinkSchema = z.preprocess(nameSink, sinkSchema)

function nameSink(value: unknown): unknown {
  if (typeof value === 'string') return { type: value }
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'stream') return value
  const type = 'path' in value ? 'file' : 'url' in value ? 'http' : 'port' in value ? 'socket' : value.type
  return { ...value, type }
}

const day = 86_400

export const streamAggregationSchema = z.strictObject({
  function: z.enum(aggregationFunctions).optional().describe('For messages; records are measured by source.measure'),
  window: z
    .int()
    .min(1)
    .max(31 * day)
    .default(300)
    .describe('Seconds; windows begin at multiples of it since 1970'),
  lateness: z
    .int()
    .min(0)
    .max(day)
    .default(60)
    .describe('Seconds that a window waits for what comes late; what is later is counted and left out'),
})

// Whatever YAML calls a number: the engine's own message says which it takes, and `z.number()` refuses .nan and .inf without it.
const anyNumber = z.custom<number>((value) => typeof value === 'number')
const engineValue = z.union([anyNumber, z.string(), z.boolean(), z.null(), z.array(z.string())])
export const streamEngineSchema = z.strictObject({
  type: z.string().min(1).default('auto').describe('What judges the values'),
  params: z.record(z.string(), engineValue).default({}).describe('Parameters of the engine that differ from its defaults'),
  budget: z
    .number()
    .positive()
    .max(1000)
    .nullable()
    .default(null)
    .describe(
      'At most about so many anomalies a day, of all its signals together, in place of a threshold; empty leaves it to the threshold',
    ),
})

/** A metric over time, or one for each key, and what judges it. */
export const streamSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'lower-case letters, digits and hyphens')
      .describe('Name of the stream'),
    enabled: z.boolean().default(true).describe('Off keeps the stream, and what it has learnt, without reading anything'),
    source: streamSourceSchema,
    handler: z.enum(['json']).default('json').describe('How messages are written'),
    aggregation: streamAggregationSchema.optional().describe('Windows of event time; messages are judged one by one without it'),
    engine: streamEngineSchema.prefault({}),
    sink: z
      .array(streamSinkSchema)
      .max(10)
      .default([{ type: 'repository' }, { type: 'live' }])
      .describe('Where every verdict goes, normal ones too'),
    warmup: z.number().min(0).max(365).default(7).describe('Days of stored records that are replayed before the first verdict'),
    max_keys: z.int().min(1).max(100_000).default(2000).describe('Signals kept at a time; those seen longest ago make room'),
  })
  .superRefine(({ source, aggregation }, context) => {
    if (source.type !== 'records') return
    if (aggregation?.function !== undefined)
      context.addIssue({ code: 'custom', path: ['aggregation', 'function'], message: 'records are measured by source.measure' })
  })
export type StreamDefinition = z.infer<typeof streamSchema>

export const presetNames = [
  'host-flows',
  'host-bytes-out',
  'host-peers',
  'host-ports',
  'account-failed-logins',
  'host-failed-logins',
  'account-logins',
  'host-logins',
  'dns-requests',
  'http-requests',
  'denied-connections',
  'source-records',
] as const
export type PresetName = (typeof presetNames)[number]

/** The id of the source whose messages a stream reads: records carry it. */
export function streamSourceId(name: string): string {
  return `stream-${name}`
}

/** A source that is no stream's own is a stream of its name. */
export function streamOfSource(source: string): string {
  return source.startsWith('stream-') ? source.slice('stream-'.length) : source
}

/** Messages of a stream that may wait until its history is replayed; whoever sends more is told to come again. */
export const mostHeldMessages = 100_000

/** Points of a signal are counted so far for a list of signals: one more says that there are more than can be counted quickly. */
export const mostCounted = 10_000

/** What an engine said of one value of a stream. */
export interface SignalJudgement extends Judgement {
  stream: string
  /** Values of the group-by fields, or the application; `all` where there is neither. */
  key: string
  /** Beginning of the window, or the time of the message; milliseconds. */
  ts: number
  value: number
}

/** What the pipeline counts of a stream. */
export interface StreamCounters {
  stream: string
  /** `waiting`: its history has not been replayed yet. */
  state: 'waiting' | 'running'
  keys: number
  /** Values judged. */
  points: number
  anomalies: number
  /** Records and messages that came after their window was judged. */
  late: number
  /** Values that are no number an engine takes, and those for which there was no room while history was replayed. */
  unjudged: number
  /** Messages that wait until history is replayed. */
  held: number
  /** Of a stream that waits: messages after this record are held. */
  since?: number
  /** Signals put aside to make room; their state is kept for when they come back. */
  evicted: number
  /** Of them, forgotten since. */
  forgotten: number
  /** What engines that choose have picked, and why; a sample of keys. */
  choices: { key: string; picked: string; why: string }[]
}
