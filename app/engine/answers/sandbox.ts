import { findEngine, defaultEngine, describeEngines } from '../../detect/engines/index.ts'
import type { SandboxSource } from '../../contract/sandbox.ts'
import type { RequestParsed } from '../../contract/requests.ts'
import { readEngineParameters } from '../../model/engine-parameters.ts'
import type { SandboxQuestion, SeriesProblem } from '../../pipeline/sandbox-messages.ts'
import { RequestFailure, type Handlers } from '../handler.ts'
import type { SandboxFiles } from '../sandbox-files.ts'

export const engines: Handlers<'engines'> = {
  'engines.list': () => ({ engines: describeEngines(), default_engine: defaultEngine }),
}

export const sandbox: Handlers<'sandbox'> = {
  'sandbox.upload': ({ file, at, text }, { engine }) => {
    const result = engine.sandboxFiles.add(file, at, text)
    if (result.kind === 'refused') throw invalid(result.message)
    return { length: result.length }
  },
  'sandbox.run': async (input, { engine, signal, progress }) => {
    const question: SandboxQuestion = {
      engines: input.engines.map(readEngine),
      source: readSource(input.source, engine.sandboxFiles),
      labels: input.labels ?? [],
      points: input.points,
    }
    const result = await engine.sandbox.run(question, { signal, onProgress: progress })
    if (result.kind === 'cancelled') throw new RequestFailure({ kind: 'cancelled', message: 'Cancelled.' })
    if (result.kind === 'refused') throw refuseLines(result.problems, result.total)
    return result.answer
  },
}

function readEngine({ type, params }: RequestParsed<'sandbox.run'>['engines'][number], index: number): SandboxQuestion['engines'][number] {
  const found = findEngine(type)
  if (found.kind === 'unknown') throw invalid(found.message, [{ path: `engines.${index}.type`, message: found.message }])
  const read = readEngineParameters(found.type.parameters, params)
  if (read.kind === 'read') return { type, params: read.parameters }
  const issues = read.problems.map(({ name, message }) => ({ path: `engines.${index}.params.${name}`, message }))
  throw invalid(`${type}: ${read.problems.map(({ message }) => message).join('; ')}.`, issues)
}

function readSource(source: SandboxSource, files: SandboxFiles): SandboxQuestion['source'] {
  if (source.kind === 'file') {
    const text = files.text(source.file)
    if (text === undefined)
      throw new RequestFailure({ kind: 'not_found', message: `There is no upload ${source.file} any more; drop it again.` })
    return { kind: 'text', text }
  }
  const { ts, values } = source
  if (ts.length !== values.length) throw invalid(`There are ${ts.length} times and ${values.length} values.`)
  if (ts.length === 0) throw invalid('There are no values.')
  return { kind: 'points', ts: Float64Array.from(ts), values: Float64Array.from(values) }
}

function refuseLines(problems: readonly SeriesProblem[], total: number): RequestFailure {
  const issues = problems.map(({ line, message }) => ({ path: `line ${line}`, message }))
  const wrong = total === 1 ? 'one line is wrong' : `${total} lines are wrong`
  return invalid(`The file cannot be read: ${wrong}${total > problems.length ? `, the first of them here` : ''}.`, issues)
}

function invalid(message: string, issues: { path: string; message: string }[] = []): RequestFailure {
  return new RequestFailure({ kind: 'invalid_input', message, issues })
}
