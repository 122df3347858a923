import { readEngineParameters } from '../model/engine-parameters.ts'
import { presetNames } from '../model/stream.ts'
import { findEngine } from '../detect/engines/index.ts'
import { entryOf, isMapping, listOf } from './written-values.ts'

export interface StreamProblem {
  /** Within the list of streams. */
  path: (string | number)[]
  message: string
}

/** What the schema cannot know of streams: names given twice, engines and their parameters. Of a list as it was written. */
export function checkStreams(streams: unknown): StreamProblem[] {
  const names = listOf(streams).map((stream) => entryOf(stream, 'name'))
  return listOf(streams).flatMap((stream, at) => [
    ...checkName(names, at),
    ...checkEngine({ engine: readEngine(entryOf(stream, 'engine')) }).map(({ path, message }) => ({ path: [at, ...path], message })),
  ])
}

function checkName(names: readonly unknown[], at: number): StreamProblem[] {
  const name = names[at]
  if (typeof name !== 'string') return []
  if (names.indexOf(name) !== at) return [{ path: [at, 'name'], message: 'another stream has this name already' }]
  const preset = presetNames.some((known) => known === name)
  return preset ? [{ path: [at, 'name'], message: `"${name}" is the name of a preset; give your own another` }] : []
}

interface WrittenEngine {
  type: string
  params: Readonly<Record<string, unknown>>
  budget: number | null
}

/** What is of another kind counts as not said: the schema tells of it. */
function readEngine(written: unknown): WrittenEngine {
  const [type, params, budget] = ['type', 'params', 'budget'].map((key) => entryOf(written, key))
  return {
    type: typeof type === 'string' ? type : 'auto',
    params: isMapping(params) ? params : {},
    budget: typeof budget === 'number' ? budget : null,
  }
}

/** Of one stream. */
export function checkEngine({ engine }: { engine: WrittenEngine }): StreamProblem[] {
  const found = findEngine(engine.type)
  if (found.kind === 'unknown') return [{ path: ['engine', 'type'], message: found.message }]
  const { parameters } = found.type
  const takesBudget = parameters.some(({ name }) => name === 'alert_budget')
  if (engine.budget !== null && !takesBudget) return [{ path: ['engine', 'budget'], message: `${engine.type} takes no budget` }]
  const read = readEngineParameters(parameters, engine.params)
  if (read.kind === 'read') return []
  return read.problems.map(({ name, message }) => ({ path: ['engine', 'params', name], message }))
}
