import type { EngineDescription } from '../../../app/model/engine.ts'
import { streamSchema, type StreamDefinition } from '../../../app/model/stream.ts'
import { readEngine } from '../engine/engine-draft.ts'
import type { SinkDraft, StreamDraft } from './stream-draft.ts'

/** Path of the definition (`source.query`, `engine.params.window`; empty for the whole) → what is wrong with it. */
export type StreamProblems = Readonly<Record<string, string>>

/** A number where one was typed; what is none stays text, for the schema to refuse. */
function number(text: string): number | string {
  const trimmed = text.trim()
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed
}

function sourceOf(draft: StreamDraft) {
  switch (draft.source) {
    case 'records': {
      const group_by = draft.groupBy.map((field) => field.trim()).filter((field) => field !== '')
      const field = draft.field.trim()
      return {
        type: 'records',
        query: draft.query.trim(),
        group_by,
        measure: draft.measure,
        ...(draft.measure !== 'count' && field !== '' && { field }),
      }
    }
    case 'http':
      return { type: 'http' }
    case 'socket':
      return { type: 'socket', protocol: draft.protocol, address: draft.address.trim(), port: number(draft.port) }
    case 'file':
      return { type: 'file', path: draft.path.trim(), follow: draft.follow }
  }
}

function sinkOf({ type, path, url, protocol, address, port }: SinkDraft) {
  if (type === 'file') return { type, path: path.trim() }
  return type === 'http' ? { type, url: url.trim() } : { type, protocol, address: address.trim(), port: number(port) }
}

/** What the draft makes, not checked yet. */
export function definitionOf(draft: StreamDraft, engine: unknown): Record<string, unknown> {
  const windowed = draft.source === 'records' || draft.windowed
  return {
    name: draft.name.trim(),
    enabled: draft.enabled,
    source: sourceOf(draft),
    ...(windowed && {
      aggregation: {
        ...(draft.source !== 'records' && { function: draft.function }),
        window: number(draft.window),
        lateness: number(draft.lateness),
      },
    }),
    engine,
    sink: [...(draft.repository ? ['repository'] : []), ...(draft.live ? ['live'] : []), ...draft.sinks.map(sinkOf)],
    warmup: number(draft.warmup),
    max_keys: number(draft.maxKeys),
  }
}

export type StreamReading = { kind: 'read'; stream: StreamDefinition } | { kind: 'refused'; problems: StreamProblems }

/** The stream that the draft makes, or everything that is wrong with it. The engine has the last word. */
export function readStream(draft: StreamDraft, engines: readonly EngineDescription[], taken: readonly string[]): StreamReading {
  const problems: Record<string, string> = {}
  const engine = readEngine(draft.engine, engines)
  if (engine.kind === 'refused')
    for (const [name, message] of Object.entries(engine.problems))
      problems[name === 'budget' || name === 'type' ? `engine.${name}` : `engine.params.${name}`] = message
  const read = streamSchema.safeParse(definitionOf(draft, engine.kind === 'read' ? engine.engine : { type: draft.engine.type }))
  for (const { path, message } of read.error?.issues ?? []) problems[path.join('.')] ??= wordsOf(path.join('.'), message)
  if (taken.includes(draft.name.trim())) problems['name'] = `There is a stream “${draft.name.trim()}” already`
  if (draft.name.trim() === '') problems['name'] = 'Name it: records and events carry the name'
  if (Object.keys(problems).length > 0 || read.data === undefined) return { kind: 'refused', problems }
  return { kind: 'read', stream: read.data }
}

const plain: Readonly<Record<string, string>> = {
  name: 'Lower-case letters, digits and hyphens; at most 50',
  'source.port': 'A port from 1 to 65535',
  'source.path': 'Path of a file on this machine',
  'source.address': 'An address to bind, such as 127.0.0.1',
  'aggregation.window': 'Whole seconds, from 1 to 2678400 (31 days)',
  'aggregation.lateness': 'Whole seconds, from 0 to 86400 (a day)',
  warmup: 'Days, from 0 to 365',
  max_keys: 'A whole number from 1 to 100000',
}

function wordsOf(path: string, message: string): string {
  if (path in plain) return plain[path] ?? message
  if (/^sink\.\d+\.url$/.test(path)) return 'An address such as http://127.0.0.1:8080/verdicts'
  if (/^sink\.\d+\.port$/.test(path)) return 'A port from 1 to 65535'
  if (/^sink\.\d+\.path$/.test(path)) return 'Path of a file on this machine'
  return message
}

/** What the engine objected to, by the paths of the definition. */
export function objectionsIn(issues: readonly { path: string; message: string }[]): StreamProblems {
  const problems: Record<string, string> = {}
  for (const { path, message } of issues) {
    const at = path.replace(/^(input\.)?(stream|streams)(\.|\[)(\d+\]?\.?)?/, '').replace(/^stream\./, '')
    problems[at] = problems[at] === undefined ? message : `${problems[at]}; ${message}`
  }
  return problems
}
