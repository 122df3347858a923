import { readEngineParameters } from '../model/engine-parameters.ts'
import { presetNames, type StreamDefinition } from '../model/stream.ts'
import { findEngine } from '../detect/engines/index.ts'

export interface StreamProblem {
  /** Within the list of streams. */
  path: (string | number)[]
  message: string
}

/** What the schema cannot know of streams: names given twice, engines and their parameters. */
export function checkStreams(streams: readonly StreamDefinition[]): StreamProblem[] {
  return streams.flatMap((stream, at) => [
    ...checkName(streams, at),
    ...checkEngine(stream).map(({ path, message }) => ({ path: [at, ...path], message })),
  ])
}

function checkName(streams: readonly StreamDefinition[], at: number): StreamProblem[] {
  const { name } = streams[at]!
  if (streams.findIndex((other) => other.name === name) !== at)
    return [{ path: [at, 'name'], message: 'another stream has this name already' }]
  const preset = presetNames.some((known) => known === name)
  return preset ? [{ path: [at, 'name'], message: `"${name}" is the name of a preset; give your own another` }] : []
}

/** Of one stream. */
export function checkEngine({ engine }: StreamDefinition): StreamProblem[] {
  const found = findEngine(engine.type)
  if (found.kind === 'unknown') return [{ path: ['engine', 'type'], message: found.message }]
  const { parameters } = found.type
  const takesBudget = parameters.some(({ name }) => name === 'alert_budget')
  if (engine.budget !== null && !takesBudget) return [{ path: ['engine', 'budget'], message: `${engine.type} takes no budget` }]
  const read = readEngineParameters(parameters, engine.params)
  if (read.kind === 'read') return []
  return read.problems.map(({ name, message }) => ({ path: ['engine', 'params', name], message }))
}
