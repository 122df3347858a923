import { readEngineParameters } from '../../../app/model/engine-parameters.ts'
import type { EngineDescription, EngineParameter, EngineParameters, EngineValue } from '../../../app/model/engine.ts'

/** An engine as it is being chosen: parameters as they were typed, so that what is no number can be said to be none. */
export interface EngineDraft {
  type: string
  params: Readonly<Record<string, string>>
  limit: 'threshold' | 'budget'
  budget: string
}

/** What is saved of a stream's engine. */
export interface EngineChoice {
  type: string
  params: Record<string, EngineValue>
  budget: number | null
}

export const standardBudget = '5'

/** The parameter by which engines are held to a budget; a field of its own stands for it. */
export const budgetParameter = 'alert_budget'

export function newEngine(type: string): EngineDraft {
  return { type, params: {}, limit: 'threshold', budget: standardBudget }
}

export function engineDraftOf({
  type,
  params: all,
  budget: given,
}: {
  type: string
  params: EngineParameters
  budget: number | null
}): EngineDraft {
  const { [budgetParameter]: held, ...params } = all
  const budget = given ?? (typeof held === 'number' ? held : null)
  return {
    type,
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, writeValue(value)])),
    limit: budget === null ? 'threshold' : 'budget',
    budget: budget === null ? standardBudget : String(budget),
  }
}

/** Value of a parameter as its field shows it: what was typed, else the default. */
export function textOf(parameter: EngineParameter, params: EngineDraft['params']): string {
  return params[parameter.name] ?? writeValue(parameter.default)
}

export function writeValue(value: EngineValue): string {
  if (value === null) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}

export type EngineReading = { kind: 'read'; engine: EngineChoice } | { kind: 'refused'; problems: Readonly<Record<string, string>> }

/** The engine the draft makes, with only what differs from the defaults; or every problem, by the parameter's name. */
export function readEngine(draft: EngineDraft, engines: readonly EngineDescription[]): EngineReading {
  const engine = engines.find(({ name }) => name === draft.type)
  if (engine === undefined) return { kind: 'refused', problems: { type: `There is no engine “${draft.type}”` } }
  const read = readEngineParameters(engine.parameters, draft.params)
  const problems: Record<string, string> = {}
  if (read.kind === 'refused') for (const { name, message } of read.problems) problems[name] = message
  const budget = draft.limit === 'threshold' || !takesBudget(engine) ? null : Number(draft.budget)
  if (budget !== null && !(draft.budget.trim() !== '' && budget > 0 && budget <= 1000))
    problems['budget'] = 'budget must be a number above 0, up to 1000'
  if (read.kind === 'refused' || Object.keys(problems).length > 0) return { kind: 'refused', problems }
  const params = Object.fromEntries(
    engine.parameters.flatMap(({ name, default: standard }): [string, EngineValue][] => {
      const value = read.parameters[name]
      return value === undefined || JSON.stringify(value) === JSON.stringify(standard) ? [] : [[name, value]]
    }),
  )
  return { kind: 'read', engine: { type: draft.type, params, budget } }
}

/** Parameters as the sandbox takes them: it knows the budget as one of them. */
export function allParameters({ params, budget }: EngineChoice): Record<string, EngineValue> {
  return budget === null ? params : { ...params, [budgetParameter]: budget }
}

export function takesBudget({ parameters }: Pick<EngineDescription, 'parameters'>): boolean {
  return parameters.some(({ name }) => name === budgetParameter)
}

/** Those that have a field: the budget has its own, and puts itself in the place of the threshold. */
export function fieldsOf({ parameters }: Pick<EngineDescription, 'parameters'>, limit: EngineDraft['limit']): EngineParameter[] {
  return parameters.filter(({ name }) => name !== budgetParameter && (limit === 'threshold' || name !== 'threshold'))
}

/** `from 2 to 100000 values`. */
export function limitsOf(parameter: EngineParameter): string {
  if (!('minimum' in parameter)) return ''
  return `from ${parameter.minimum} to ${parameter.maximum}${parameter.unit === undefined ? '' : ` ${parameter.unit}`}`
}
