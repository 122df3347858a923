import type { StreamPreset, StreamView } from '../../../app/contract/signals.ts'
import type { PresetName, StreamDefinition, StreamSink, StreamSource } from '../../../app/model/stream.ts'
import { formatSpan } from '../../format.ts'

/** A stream, or a preset that may be switched on. */
export interface SignalRow {
  name: string
  title: string
  preset: PresetName | undefined
  stream: StreamDefinition
  enabled: boolean
  /** Unset for a preset that is off. */
  view: StreamView | undefined
}

/** The analyst's own streams first, then every preset in its own order. */
export function signalRowsOf(streams: readonly StreamView[], presets: readonly StreamPreset[]): SignalRow[] {
  const own = streams.filter(({ preset }) => preset === undefined)
  return [
    ...own.map((view) => ({
      name: view.stream.name,
      title: view.stream.name,
      preset: undefined,
      stream: view.stream,
      enabled: view.stream.enabled,
      view,
    })),
    ...presets.map(({ name, title, enabled, stream }) => ({
      name,
      title,
      preset: name,
      stream,
      enabled,
      view: streams.find(({ preset }) => preset === name),
    })),
  ]
}

export function matchesRow(row: SignalRow, text: string): boolean {
  const haystack = [row.name, row.title, sayEngine(row), saySource(row.stream.source), stateOf(row).label].join(' ').toLowerCase()
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word))
}

export type SignalState =
  | { kind: 'off' | 'waiting' | 'learning' | 'running'; label: string }
  | { kind: 'warming'; label: string; fraction: number }
  | { kind: 'failed'; label: string; message: string }

/** Off, warming up on history, waiting for a first value, learning what is normal, judging, or failed. */
export function stateOf({ enabled, view }: Pick<SignalRow, 'enabled' | 'view'>): SignalState {
  if (!enabled || view === undefined || view.state.kind === 'off') return { kind: 'off', label: 'Off' }
  const { state, last } = view
  if (state.kind === 'failed') return { kind: 'failed', label: 'Failed', message: state.message }
  if (state.kind === 'warming') return { kind: 'warming', label: `Warming ${Math.round(state.fraction * 100)} %`, fraction: state.fraction }
  if (last === undefined) return { kind: 'waiting', label: 'Waiting' }
  return last.warming ? { kind: 'learning', label: 'Learning' } : { kind: 'running', label: 'Running' }
}

export const stateWords: Record<SignalState['kind'], string> = {
  off: 'Nothing is read or judged.',
  warming: 'Stored history is replayed first; what is said of it is discarded.',
  waiting: 'No value has come yet. A value is judged when its window closes.',
  learning: 'Values come in, and the engine has seen too few to judge.',
  running: 'Every value is judged.',
  failed: 'It cannot be read.',
}

/** What was lost on the way, each in words; empty when nothing was. */
export function lossesOf(view: StreamView): { label: string; why: string }[] {
  const { late, bad, unjudged, forgotten, sinks } = view
  const failed = sinks.filter((sink) => sink.failed > 0)
  return [
    ...(late > 0 ? [{ label: `${late} late`, why: 'Came after their window was judged, and were left out' }] : []),
    ...(bad > 0 ? [{ label: `${bad} bad`, why: 'Messages that could not be read; they are kept as records' }] : []),
    ...(unjudged > 0
      ? [{ label: `${unjudged} unjudged`, why: 'Values that are no number an engine takes, or came when no more could wait' }]
      : []),
    ...(forgotten > 0 ? [{ label: `${forgotten} forgotten`, why: 'Signals put aside to make room, and then let go' }] : []),
    ...failed.map(({ sink, failure }) => ({ label: `${sink} fails`, why: failure ?? 'Verdicts could not be delivered' })),
  ]
}

export function saySource(source: StreamSource): string {
  switch (source.type) {
    case 'records': {
      const measured = source.measure === 'count' ? 'count' : `${source.measure} of ${source.field ?? '?'}`
      const by = source.group_by.length > 0 ? ` by ${source.group_by.join(', ')}` : ''
      return `Records: ${measured}${by}`
    }
    case 'http':
      return 'HTTP messages'
    case 'socket':
      return `${source.protocol.toUpperCase()} ${source.address}:${source.port}`
    case 'file':
      return `File ${source.path}`
  }
}

/** In a list, where the room is for what tells one from another: most are of records. */
export function saySourceBriefly(source: StreamSource): string {
  const said = saySource(source).replace(/^Records: /, '')
  return said[0]!.toUpperCase() + said.slice(1)
}

export function sayWindow({ aggregation, source }: StreamDefinition): string {
  if (aggregation === undefined && source.type !== 'records') return 'each message by itself'
  const seconds = aggregation?.window ?? 300
  const what = source.type === 'records' ? '' : `${aggregation?.function ?? 'none'} of `
  return `${what}windows of ${formatSpan(seconds * 1000)}`
}

/** `auto → seasonal` where the engine chose. */
export function sayEngine({ stream, view }: Pick<SignalRow, 'stream' | 'view'>): string {
  const picked = [...new Set(view?.choices.map((choice) => choice.picked) ?? [])]
  return picked.length === 0 ? stream.engine.type : `${stream.engine.type} → ${picked.slice(0, 2).join(', ')}`
}

export function saySink(sink: StreamSink): string {
  switch (sink.type) {
    case 'repository':
      return 'Kept in this console'
    case 'live':
      return 'Shown live'
    case 'file':
      return `File ${sink.path}`
    case 'http':
      return `HTTP ${sink.url}`
    case 'socket':
      return `${sink.protocol.toUpperCase()} ${sink.address}:${sink.port}`
  }
}
