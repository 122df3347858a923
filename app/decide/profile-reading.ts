import { ruleProfileSchema, type ParameterDefinition, type RuleProfile } from '../model/rule-profile.ts'

/** `field`: `risk_score`, `parameters.failures`; empty where the whole is wrong. */
export interface ProfileProblem {
  field: string
  message: string
}

export type ProfileReading = { kind: 'valid'; profile: RuleProfile } | { kind: 'invalid'; problems: ProfileProblem[] }

/** All problems at once, each with the field it is about. `parameters`: those of the type's detector, whose bounds hold. */
export function readProfile(value: unknown, parameters?: readonly ParameterDefinition[]): ProfileReading {
  const result = ruleProfileSchema.safeParse(value)
  const issues = result.error?.issues ?? []
  const problems = issues.map(({ path, message }) => ({ field: path.join('.'), message: messageOf(path, message) }))
  if (parameters !== undefined) problems.push(...checkParameters(value, parameters))
  return result.success && problems.length === 0 ? { kind: 'valid', profile: result.data } : { kind: 'invalid', problems }
}

/** The message of a problem at `path`. */
export function messageOf(path: readonly PropertyKey[], message: string): string {
  return path.length === 0 ? 'must be a mapping with risk_score, severity and category' : message
}

/** Only what is a number is held to its bounds: anything else is told of already. */
function checkParameters(value: unknown, definitions: readonly ParameterDefinition[]): ProfileProblem[] {
  const given = (value as { parameters?: unknown } | null | undefined)?.parameters
  if (typeof given !== 'object' || given === null) return []
  return Object.entries(given).flatMap(([name, number]) => {
    const problem = typeof number === 'number' ? checkParameter(name, number, definitions) : undefined
    return problem === undefined ? [] : [{ field: `parameters.${name}`, message: problem }]
  })
}

/** What is wrong with a parameter's value, if anything. */
export function checkParameter(name: string, value: number, definitions: readonly ParameterDefinition[]): string | undefined {
  const definition = definitions.find((each) => each.name === name)
  if (definition === undefined) return 'is no parameter of this detector'
  const { minimum, maximum } = definition
  return value >= minimum && value <= maximum ? undefined : `must be from ${minimum} to ${maximum}`
}
