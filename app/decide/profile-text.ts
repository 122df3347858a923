import { isMap, type Node, type YAMLMap } from 'yaml'
import { profileCoreSchema, ruleProfileSchema, type ProfileCore, type RuleProfile } from '../model/rule-profile.ts'
import { messageOf } from './profile-reading.ts'
import { isWrittenWhole, YamlText, type Path, type TextProblem } from './yaml-text.ts'

export type ProfilesReading = { kind: 'valid'; profiles: Map<string, ProfileCore> } | { kind: 'invalid'; problems: TextProblem[] }

/** What a profile in a text may leave out, because the type has it already. */
export const textProfileSchema = profileCoreSchema.extend(
  ruleProfileSchema.pick({ title: true, description: true, techniques: true, parameters: true }).partial().shape,
)
export type TextProfile = Omit<Partial<RuleProfile>, 'anomaly_type'> & ProfileCore

/** `ANOMALY_RULE_PROFILES`: anomaly type → risk_score, severity, category, in JSON or YAML. All problems at once. */
export function readProfilesText(text: string): ProfilesReading {
  const yaml = new YamlText(text)
  const profiles = new Map<string, ProfileCore>()
  const root = yaml.isBroken ? undefined : yaml.root()
  if (root !== undefined) {
    for (const [anomalyType, { risk_score, severity, category }] of readProfileMap(yaml, root, []))
      profiles.set(anomalyType, { risk_score, severity, category })
  } else if (!yaml.isBroken) yaml.tell(undefined, [], [], 'must be a mapping of anomaly types to profiles')
  return yaml.problems.length === 0 ? { kind: 'valid', profiles } : { kind: 'invalid', problems: sortProblems(yaml.problems) }
}

/** The profiles under `map`; what is wrong is told to `yaml`. */
export function readProfileMap(yaml: YamlText, map: YAMLMap, prefix: Path): Map<string, TextProfile> {
  const profiles = new Map<string, TextProfile>()
  for (const { key, keyNode, node } of yaml.entries(map)) {
    const name = ruleProfileSchema.shape.anomaly_type.safeParse(key)
    if (!name.success)
      yaml.tell(keyNode, [...prefix, key], [], `the name of an anomaly type ${name.error.issues[0]?.message ?? 'is wrong'}`)
    const profile = readTextProfile(yaml, node ?? keyNode, node, [...prefix, key])
    if (profile !== undefined) profiles.set(key, profile)
  }
  return profiles
}

function readTextProfile(yaml: YamlText, place: Node, node: Node | undefined, prefix: Path): TextProfile | undefined {
  const reading = yaml.valueOf(node)
  if (reading.kind === 'unreadable') {
    yaml.tell(place, prefix, [], 'its aliases repeat too much')
    return undefined
  }
  const result = textProfileSchema.safeParse(reading.value)
  for (const { path, message } of result.error?.issues ?? []) yaml.tell(place, prefix, path.map(String), messageOf(path, message))
  const score = isMap(node) ? yaml.at(node as YAMLMap, 'risk_score') : undefined
  const isTold = result.error?.issues.some(({ path }) => path[0] === 'risk_score') ?? false
  if (!isTold && !isWrittenWhole(score))
    yaml.tell(place, prefix, ['risk_score'], 'must be a whole number from 0 to 100, written without a fraction')
  return result.success ? (result.data as TextProfile) : undefined
}

/** In the order of the text. */
export function sortProblems(problems: readonly TextProblem[]): TextProblem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column)
}
