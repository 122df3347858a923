import type { ContractError } from '../../../app/contract/protocol.ts'
import type { DetectorInfo } from '../../../app/contract/profiles.ts'
import { ruleProfileSchema, type ParameterDefinition, type RuleProfile } from '../../../app/model/rule-profile.ts'
import type { Category, Severity } from '../../../app/model/severity.ts'
import { numberIn } from '../../number-in.ts'

export { numberIn }

/** A profile as it is being edited: numbers as they were typed, so that what is no number can be said to be none. */
export interface ProfileDraft {
  title: string
  severity: Severity
  category: Category
  risk_score: string
  parameters: Record<string, string>
}

/** Field (`risk_score`, `parameters.failures`; empty for the whole) → what is wrong with it. */
export type ProfileProblems = Readonly<Record<string, string>>

export function draftOf(profile: RuleProfile, parameters: readonly ParameterDefinition[]): ProfileDraft {
  return {
    title: profile.title,
    severity: profile.severity,
    category: profile.category,
    risk_score: String(profile.risk_score),
    parameters: Object.fromEntries(parameters.map((one) => [one.name, String(profile.parameters[one.name] ?? one.default)])),
  }
}

/** The profile that the draft makes of the one it began with. What is no number stays text, for a schema to refuse. */
export function profileOf(draft: ProfileDraft, profile: RuleProfile): Record<string, unknown> {
  const parameters = Object.entries(draft.parameters).map(([name, text]) => [name, numberIn(text) ?? text])
  return {
    ...profile,
    title: draft.title.trim(),
    severity: draft.severity,
    category: draft.category,
    risk_score: numberIn(draft.risk_score) ?? draft.risk_score,
    parameters: { ...profile.parameters, ...Object.fromEntries(parameters) },
  }
}

/** Everything that is wrong with the draft, each named by its field; the engine has the last word. */
export function problemsOf(draft: ProfileDraft, profile: RuleProfile, definitions: DetectorInfo['parameters']): ProfileProblems {
  const problems: Record<string, string> = {}
  const read = ruleProfileSchema.safeParse(profileOf(draft, profile))
  for (const { path, message } of read.error?.issues ?? []) {
    const field = path.join('.')
    problems[field] = `${field} ${message}`
  }
  if (draft.title.trim() === '') problems['title'] = 'title must not be empty'
  for (const { name, minimum, maximum } of definitions) {
    const value = numberIn(draft.parameters[name] ?? '')
    if (value === undefined || value < minimum || value > maximum)
      problems[`parameters.${name}`] = `${name} must be a number from ${minimum} to ${maximum}`
  }
  return problems
}

/** What the engine objected to, at the fields of the draft. */
export function objectionsTo(error: ContractError | undefined, draft: ProfileDraft): ProfileProblems {
  if (error === undefined) return {}
  if (error.kind !== 'invalid_input') return { '': error.message }
  const fields = ['title', 'severity', 'category', 'risk_score', ...Object.keys(draft.parameters).map((name) => `parameters.${name}`)]
  const problems: Record<string, string> = {}
  for (const { path, message } of error.issues) {
    const field = fields.find((one) => path === one || path.endsWith(`.${one}`)) ?? ''
    const text = field === '' && path !== '' ? `${path}: ${message}` : message
    problems[field] = problems[field] === undefined ? text : `${problems[field]}; ${text}`
  }
  return Object.keys(problems).length > 0 ? problems : { '': error.message }
}

/** Whether the two would save the same. */
export function sameDraft(one: ProfileDraft, two: ProfileDraft): boolean {
  const told = (draft: ProfileDraft) => [
    draft.title.trim(),
    draft.severity,
    draft.category,
    numberIn(draft.risk_score) ?? draft.risk_score,
    ...Object.keys(two.parameters).map((name) => numberIn(draft.parameters[name] ?? '') ?? draft.parameters[name]),
  ]
  return JSON.stringify(told(one)) === JSON.stringify(told(two))
}
