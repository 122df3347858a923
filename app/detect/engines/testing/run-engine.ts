import type { EngineParameters, Judgement } from '../../../model/engine.ts'
import { readEngineParameters } from '../../../model/engine-parameters.ts'
import type { AlertBudget } from '../alert-budget.ts'
import type { EngineType, SignalEngine } from '../engine.ts'
import { findEngine } from '../index.ts'

/** An engine by name, as a stream makes it. */
export function createNamed(name: string, given: Record<string, unknown> = {}): SignalEngine {
  return typeOf(name).create(parametersOf(name, given))
}

export function createShared(name: string, budget: AlertBudget): SignalEngine {
  return typeOf(name).create(parametersOf(name), budget)
}

export function parametersOf(name: string, given: Record<string, unknown> = {}): EngineParameters {
  const read = readEngineParameters(typeOf(name).parameters, given)
  if (read.kind === 'refused') throw new Error(read.problems.map(({ message }) => message).join('; '))
  return read.parameters
}

function typeOf(name: string): EngineType {
  const found = findEngine(name)
  if (found.kind === 'unknown') throw new Error(found.message)
  return found.type
}

export interface Spacing {
  start?: number
  step?: number
}

export const monday = Date.UTC(2026, 10, 2)

export function judge(engine: SignalEngine, values: readonly number[], { start = monday, step = 60_000 }: Spacing = {}): Judgement[] {
  return values.map((value, index) => engine.observe(start + index * step, value))
}

export const anomaliesOf = (judgements: readonly Judgement[]) => judgements.flatMap(({ is_anomaly }, index) => (is_anomaly ? [index] : []))
