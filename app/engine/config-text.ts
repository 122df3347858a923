import { isMap, type Node } from 'yaml'
import type { z } from 'zod'
import { checkParameter } from '../decide/profile-reading.ts'
import { isWrittenWhole } from '../decide/yaml-text.ts'
import { readExclusions } from '../detect/datasets/exclusions.ts'
import { detectors } from '../detect/index.ts'
import { configSchema, type Config } from '../model/config.ts'
import { checkModels } from './config-models.ts'
import { checkStreams } from './config-streams.ts'
import { plainIssues, wordIssue, wordUnknownKey } from './config-words.ts'
import { applyChanges, readNamedSetting, settingNames, type SettingChange } from './named-settings.ts'
import { PlacedYaml } from './placed-yaml.ts'
import { entryOf, listOf } from './written-values.ts'

export interface ConfigProblem {
  line: number
  column: number
  path: string
  message: string
  /** The environment variable that it is about: line and column are those of its value then. */
  variable?: string
}

/** A setting that one of the names (`ANOMALY_…`) sets, and where that name is. */
export interface Override {
  /** `requests.api_version`, `detectors.path-probing.window`. */
  path: string
  name: string
  where: 'environment' | 'file'
}

/** `own`: what vedette.yml says under its own keys; `config`: what is in force. */
export interface ReadConfig {
  kind: 'read'
  config: Config
  own: Config
  overrides: Override[]
}
export type ConfigResult = ReadConfig | { kind: 'refused'; problems: ConfigProblem[] }
export type Environment = Readonly<Record<string, string | undefined>>

/** The text of vedette.yml with the environment over it: whole and right, or every problem of both. */
export function parseConfig(text: string, environment: Environment = {}): ConfigResult {
  const variables = readEnvironment(environment)
  const file = new ConfigText(text).read()
  const problems = [...(file.kind === 'refused' ? file.problems : []), ...variables.problems]
  if (file.kind === 'refused' || problems.length > 0) return { kind: 'refused', problems }
  const changes = [...file.named, ...variables.named]
  const overrides = new Map(changes.map(({ path, name, where }) => [path.join('.'), { path: path.join('.'), name, where }]))
  return { kind: 'read', config: applyChanges(file.config, changes), own: file.config, overrides: [...overrides.values()] }
}

type NamedChange = SettingChange & Pick<Override, 'name' | 'where'>

/** A variable that is empty counts as not set. */
function readEnvironment(environment: Environment): { named: NamedChange[]; problems: ConfigProblem[] } {
  const named: NamedChange[] = []
  const problems: ConfigProblem[] = []
  for (const name of settingNames) {
    const value = environment[name]
    if (value === undefined || value.trim() === '') continue
    const reading = readNamedSetting(name, value)
    if (reading.kind === 'read') named.push(...reading.changes.map((change) => ({ ...change, name, where: 'environment' as const })))
    else {
      for (const { path, message, line = 1, column = 1 } of reading.problems)
        problems.push({ line, column, path: path.join('.'), message, variable: name })
    }
  }
  return { named, problems }
}

type FileReading = { kind: 'read'; config: Config; named: NamedChange[] } | { kind: 'refused'; problems: ConfigProblem[] }

/** One text, with the place of everything in it. */
class ConfigText {
  private readonly yaml: PlacedYaml
  private readonly problems: ConfigProblem[] = []

  constructor(text: string) {
    this.yaml = new PlacedYaml(text)
  }

  read(): FileReading {
    const { document } = this.yaml
    if (document.errors.length > 0) return { kind: 'refused', problems: document.errors.map(describeSyntaxError) }
    const { names, rest } = splitNames(document.toJS() ?? {})
    const named = Object.entries(names).flatMap(([name, value]) => this.readName(name, value))
    const parsed = configSchema.safeParse(rest)
    for (const issue of plainIssues(parsed.error)) this.tellIssue(issue, rest)
    this.checkWholeScores()
    this.checkParameters(rest)
    this.checkIds(rest['sources'])
    this.checkExclusions(entryOf(rest['datasets'], 'excluded'))
    for (const { path, message } of checkModels(rest['models'])) this.tellOnce(['models', ...path], message)
    for (const { path, message } of checkStreams(rest['streams'])) this.tellOnce(['streams', ...path], message)
    if (parsed.success && this.problems.length === 0) return { kind: 'read', config: parsed.data, named }
    return { kind: 'refused', problems: this.problems.sort((a, b) => a.line - b.line || a.column - b.column) }
  }

  private readName(name: string, value: unknown): NamedChange[] {
    const reading = readNamedSetting(name, value)
    if (reading.kind === 'read') return reading.changes.map((change) => ({ ...change, name, where: 'file' as const }))
    for (const { path, message, line, column } of reading.problems) {
      this.tell([name, ...path], line === undefined ? message : `${message} (line ${line}, column ${column ?? 1} of this text)`)
    }
    return []
  }

  private tellIssue(issue: z.core.$ZodIssue, document: unknown): void {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) this.tell([...issue.path, key], wordUnknownKey(key, issue.path, configSchema, document))
    } else this.tell(issue.path, wordIssue(issue, document))
  }

  /** 50.0 and 50 are the same number to YAML, and not to whoever means a whole one. */
  private checkWholeScores(): void {
    for (const key of ['rule_profiles', 'ANOMALY_RULE_PROFILES']) {
      const map = this.yaml.document.get(key, true)
      if (!isMap(map)) continue
      for (const pair of map.items) {
        const type = String((pair.key as { value?: unknown } | null)?.value)
        const score = isMap(pair.value) ? (pair.value.get('risk_score', true) as Node | undefined) : undefined
        if (!isWrittenWhole(score)) this.tell([key, type, 'risk_score'], 'must be a whole number from 0 to 100, written without a fraction')
      }
    }
  }

  private checkParameters(rest: Readonly<Record<string, unknown>>): void {
    for (const [name, parameters] of entriesOf(rest['detectors'])) {
      const detector = detectors.find((each) => each.name === name)
      if (detector === undefined) {
        this.tell(['detectors', name], `there is no detector "${name}"`)
        continue
      }
      for (const [parameter, value] of entriesOf(parameters)) {
        const problem = typeof value === 'number' ? checkParameter(parameter, value, detector.parameters) : undefined
        if (problem !== undefined) this.tellOnce(['detectors', name, parameter], problem)
      }
    }
  }

  private checkExclusions(excluded: unknown): void {
    const reading = readExclusions(listOf(excluded).map((pattern) => (typeof pattern === 'string' ? pattern : '')))
    if (reading.kind === 'read') return
    for (const { index, message } of reading.problems) this.tellOnce(['datasets', 'excluded', index], message)
  }

  private checkIds(sources: unknown): void {
    const ids = listOf(sources).map((source) => entryOf(source, 'id'))
    ids.forEach((id, at) => {
      if (typeof id === 'string' && ids.indexOf(id) !== at) this.tellOnce(['sources', at, 'id'], 'another source has this id already')
    })
  }

  /** Unless something is told of this place already: the schema has read the same text. */
  private tellOnce(path: readonly PropertyKey[], message: string): void {
    const place = path.map(String).join('.')
    if (!this.problems.some((problem) => problem.path === place)) this.tell(path, message)
  }

  private tell(path: readonly PropertyKey[], message: string): void {
    this.problems.push({ ...this.yaml.locate(path), path: path.map(String).join('.'), message })
  }
}

function describeSyntaxError({
  linePos,
  message,
}: {
  linePos?: [{ line: number; col: number }, ...unknown[]]
  message: string
}): ConfigProblem {
  const [at] = linePos ?? []
  return { line: at?.line ?? 1, column: at?.col ?? 1, path: '', message: message.split('\n')[0] ?? message }
}

function splitNames(value: unknown): { names: Record<string, unknown>; rest: Record<string, unknown> } {
  const all = entriesOf(value)
  const isName = ([key]: [string, unknown]) => settingNames.includes(key)
  const names = Object.fromEntries(all.filter(isName))
  return { names, rest: all.length === 0 ? (value as Record<string, unknown>) : Object.fromEntries(all.filter((entry) => !isName(entry))) }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}
