import type { AggregationFunction, Measure, StreamDefinition, StreamSink } from '../../../app/model/stream.ts'
import { engineDraftOf, newEngine, type EngineDraft } from '../engine/engine-draft.ts'

export type SourceType = StreamDefinition['source']['type']
export type Protocol = 'udp' | 'tcp'

/** A sink beside the console's own, with everything any kind of it needs. */
export interface SinkDraft {
  type: 'file' | 'http' | 'socket'
  path: string
  url: string
  protocol: Protocol
  address: string
  port: string
}

/** A stream as it is being written: numbers as they were typed, and every kind of source at hand. */
export interface StreamDraft {
  name: string
  enabled: boolean
  source: SourceType
  query: string
  groupBy: readonly string[]
  measure: Measure
  field: string
  protocol: Protocol
  address: string
  port: string
  path: string
  follow: boolean
  /** Whether messages are gathered in windows; records always are. */
  windowed: boolean
  function: AggregationFunction
  window: string
  lateness: string
  engine: EngineDraft
  repository: boolean
  live: boolean
  sinks: readonly SinkDraft[]
  warmup: string
  maxKeys: string
}

export function newStream(engine: string): StreamDraft {
  return {
    name: '',
    enabled: true,
    source: 'records',
    query: '',
    groupBy: [''],
    measure: 'count',
    field: '',
    protocol: 'udp',
    address: '127.0.0.1',
    port: '',
    path: '',
    follow: true,
    windowed: true,
    function: 'avg',
    window: '300',
    lateness: '60',
    engine: newEngine(engine),
    repository: true,
    live: true,
    sinks: [],
    warmup: '7',
    maxKeys: '2000',
  }
}

export function newSink(type: SinkDraft['type']): SinkDraft {
  return { type, path: '', url: '', protocol: 'tcp', address: '127.0.0.1', port: '' }
}

export function streamDraftOf(stream: StreamDefinition): StreamDraft {
  const { source, aggregation, engine, sink } = stream
  const draft: StreamDraft = {
    ...newStream(engine.type),
    name: stream.name,
    enabled: stream.enabled,
    source: source.type,
    windowed: aggregation !== undefined || source.type === 'records',
    function: aggregation?.function ?? 'avg',
    window: String(aggregation?.window ?? 300),
    lateness: String(aggregation?.lateness ?? 60),
    engine: engineDraftOf(engine),
    repository: sink.some(({ type }) => type === 'repository'),
    live: sink.some(({ type }) => type === 'live'),
    sinks: sink.flatMap(sinkDraftOf),
    warmup: String(stream.warmup),
    maxKeys: String(stream.max_keys),
  }
  switch (source.type) {
    case 'records':
      return {
        ...draft,
        ...source,
        source: 'records',
        groupBy: source.group_by.length > 0 ? source.group_by : [''],
        field: source.field ?? '',
      }
    case 'socket':
      return { ...draft, protocol: source.protocol, address: source.address, port: String(source.port) }
    case 'file':
      return { ...draft, path: source.path, follow: source.follow }
    case 'http':
      return draft
  }
}

function sinkDraftOf(sink: StreamSink): SinkDraft[] {
  if (sink.type === 'repository' || sink.type === 'live') return []
  const { type, ...rest } = sink
  return [{ ...newSink(type), ...rest, port: 'port' in rest ? String(rest.port) : '' }]
}
