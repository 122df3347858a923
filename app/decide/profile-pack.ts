import { isMap, isScalar, stringify, type Node, type YAMLMap } from 'yaml'
import { z } from 'zod'
import { ruleProfileSchema, type ProfilePack, type RuleProfile } from '../model/rule-profile.ts'
import type { DetectorDeclaration } from './declarations.ts'
import { checkPackParameters } from './pack-parameters.ts'
import { readProfileMap, sortProblems, textProfileSchema } from './profile-text.ts'
import { YamlText, type TextProblem } from './yaml-text.ts'

export type PackReading = { kind: 'valid'; pack: ProfilePack } | { kind: 'invalid'; problems: TextProblem[] }

const nameSchema = z.string().trim().min(1).max(100)

/** A pack as the store keeps it between two versions: plain data. */
const packSchema = z.object({
  name: nameSchema,
  version: nameSchema,
  profiles: z.array(ruleProfileSchema.partial().required({ anomaly_type: true, risk_score: true, severity: true, category: true })),
})

export function writePack(name: string, version: string, profiles: readonly RuleProfile[]): string {
  const sorted = [...profiles].sort((a, b) => (a.anomaly_type < b.anomaly_type ? -1 : 1))
  const entries = sorted.map(({ anomaly_type, title, description, risk_score, severity, category, techniques, parameters }) => [
    anomaly_type,
    { title, description, risk_score, severity, category, techniques, parameters },
  ])
  const text = stringify({ name, version, profiles: Object.fromEntries(entries) as unknown }, { lineWidth: 0 })
  return `# A pack of Vedette's rule profiles. Importing a new version of it leaves an analyst's edits as they are.\n${text}`
}

/** All problems at once, each at its line and column. `detectors`: whose parameters have bounds. */
export function readPack(text: string, detectors: readonly DetectorDeclaration[]): PackReading {
  const yaml = new YamlText(text)
  const pack = yaml.isBroken ? undefined : readRoot(yaml, detectors)
  if (pack === undefined || yaml.problems.length > 0) return { kind: 'invalid', problems: sortProblems(yaml.problems) }
  return { kind: 'valid', pack }
}

/** What the store kept of a pack; `undefined` for what is none (or of a version to come). */
export function readStoredPack(value: unknown): ProfilePack | undefined {
  const result = packSchema.safeParse(value)
  return result.success ? (result.data as ProfilePack) : undefined
}

function readRoot(yaml: YamlText, detectors: readonly DetectorDeclaration[]): ProfilePack | undefined {
  const root = yaml.root()
  if (root === undefined) {
    yaml.tell(undefined, [], [], 'must be a mapping with name, version and profiles')
    return undefined
  }
  const name = readName(yaml, root, 'name')
  const version = readName(yaml, root, 'version')
  const node = yaml.at(root, 'profiles')
  if (!isMap(node)) {
    yaml.tell(root, [], ['profiles'], 'must be a mapping of anomaly types to profiles')
    return undefined
  }
  const profiles = readProfileMap(yaml, node as YAMLMap, ['profiles'])
  tellUnknownFields(yaml, node as YAMLMap)
  checkPackParameters(profiles, detectors, (path, message) => yaml.tell(node, ['profiles'], path, message))
  return { name, version, profiles: [...profiles].map(([anomaly_type, profile]) => ({ anomaly_type, ...profile })) }
}

/** What nobody reads would look as if it had been taken over. */
function tellUnknownFields(yaml: YamlText, profiles: YAMLMap): void {
  for (const { key, node } of yaml.entries(profiles)) {
    for (const field of isMap(node) ? yaml.entries(node as YAMLMap) : []) {
      if (!Object.hasOwn(textProfileSchema.shape, field.key))
        yaml.tell(field.keyNode, ['profiles', key, field.key], [], 'is no field of a profile')
    }
  }
}

/** A version written without quotes is a number to YAML: what it was written as is what is meant. */
function readName(yaml: YamlText, root: YAMLMap, key: string): string {
  const node = yaml.at(root, key)
  const reading = nameSchema.safeParse(textOf(node))
  if (!reading.success) yaml.tell(root, [], [key], 'must be a text of 1 to 100 characters')
  return reading.data ?? ''
}

function textOf(node: Node | undefined): unknown {
  if (!isScalar(node)) return undefined
  return typeof node.value === 'number' ? (node.source ?? String(node.value)) : node.value
}
