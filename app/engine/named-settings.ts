import { z } from 'zod'
import { checkParameter } from '../decide/profile-reading.ts'
import { readProfilesText } from '../decide/profile-text.ts'
import { readExclusions, splitPatterns } from '../detect/datasets/exclusions.ts'
import { detectors } from '../detect/index.ts'
import { profileOverrideSchema, requestsSchema, type Config } from '../model/config.ts'
import { datasetsSchema, languageModelSchema } from '../model/dataset-settings.ts'

/** Something wrong with the value of a name. `line` and `column`: within a text of several lines. */
export interface NamedProblem {
  path: (string | number)[]
  message: string
  line?: number
  column?: number
}

/** Where in vedette.yml a name's value goes, and the value. */
export interface SettingChange {
  path: [string, string, ...string[]]
  value: unknown
}

export type NamedReading = { kind: 'read'; changes: SettingChange[] } | { kind: 'refused'; problems: NamedProblem[] }

type Reader = (value: unknown) => NamedReading

const { api_version, sensitive_prefixes, probe_prefixes, trust_x_forwarded_for } = requestsSchema.shape

/** The names that users of earlier systems know, each with the setting that it is. In the environment every value is text. */
const readers: Readonly<Record<string, Reader>> = {
  ANOMALY_RULE_PROFILES: readProfiles,
  ANOMALY_API_VERSION: request('api_version', api_version, (value) => value),
  ANOMALY_SENSITIVE_PREFIXES: request('sensitive_prefixes', sensitive_prefixes, listOf),
  ANOMALY_PROBE_PREFIXES: request('probe_prefixes', probe_prefixes, listOf),
  ANOMALY_TRUST_X_FORWARDED_FOR: request('trust_x_forwarded_for', trust_x_forwarded_for, booleanOf),
  ANOMALY_BURST_THRESHOLD: parameter(['burst_sensitive_endpoint_access'], 'threshold'),
  ANOMALY_BURST_WINDOW_SECONDS: parameter(['burst_sensitive_endpoint_access'], 'window'),
  ANOMALY_VALIDATION_FAILURE_THRESHOLD: parameter(['repeated_validation_failures', 'repeated_forbidden_access'], 'threshold'),
  ANOMALY_VALIDATION_FAILURE_WINDOW_SECONDS: parameter(['repeated_validation_failures', 'repeated_forbidden_access'], 'window'),
  ANOMALY_PATH_PROBE_THRESHOLD: parameter(['path_probing'], 'threshold'),
  ANOMALY_PATH_PROBE_WINDOW_SECONDS: parameter(['path_probing'], 'window'),
  HISTORICAL_RETENTION_DAYS: dataset('history_days'),
  ANOMALY_RETENTION_DAYS: dataset('anomaly_days'),
  MODEL_RETENTION_DAYS: dataset('model_days'),
  ANOMALY_THRESHOLD: dataset('threshold'),
  MINIMUM_TRAINING_RECORDS: dataset('minimum_training_records'),
  MAX_HISTORICAL_RECORDS: dataset('max_historical_records'),
  MAX_RECORDS_PER_BATCH: dataset('max_records_per_batch'),
  EXCLUDED_DATASETS: readExcluded,
  MAX_TOKENS: setting(['datasets', 'language_model', 'max_tokens'], languageModelSchema.shape.max_tokens, numberOrAsIs),
  CLAUDE_MODEL: setting(['datasets', 'language_model', 'model'], languageModelSchema.shape.model, (value) => value),
}

export const settingNames: readonly string[] = Object.keys(readers)

export function readNamedSetting(name: string, value: unknown): NamedReading {
  return readers[name]?.(value) ?? refuse('is no setting')
}

/** The configuration with the changes in it; the one given stays as it is. */
export function applyChanges(config: Config, changes: readonly SettingChange[]): Config {
  const changed = structuredClone(config)
  for (const { path, value } of changes) {
    let at = changed as unknown as Record<string, unknown>
    for (const key of path.slice(0, -1)) at = (at[key] ??= {}) as Record<string, unknown>
    at[path.at(-1)!] = value
  }
  return changed
}

function refuse(message: string): NamedReading {
  return { kind: 'refused', problems: [{ path: [], message }] }
}

function request(key: keyof Config['requests'], schema: z.ZodType, convert: (value: unknown) => unknown): Reader {
  return setting(['requests', key], schema, convert)
}

function dataset(key: keyof Config['datasets']): Reader {
  return setting(['datasets', key], datasetsSchema.shape[key], numberOrAsIs)
}

function readExcluded(value: unknown): NamedReading {
  const reading = setting(['datasets', 'excluded'], datasetsSchema.shape.excluded, patternsOf)(value)
  if (reading.kind === 'refused') return reading
  const exclusions = readExclusions(reading.changes[0]!.value as string[])
  if (exclusions.kind === 'read') return reading
  return { kind: 'refused', problems: exclusions.problems.map(({ message }) => ({ path: [], message })) }
}

function numberOrAsIs(value: unknown): unknown {
  return numberOf(value) ?? value
}

function setting(path: SettingChange['path'], schema: z.ZodType, convert: (value: unknown) => unknown): Reader {
  return (value) => {
    const parsed = schema.safeParse(convert(value))
    if (parsed.success) return { kind: 'read', changes: [{ path, value: parsed.data }] }
    return { kind: 'refused', problems: parsed.error.issues.map(({ path, message }) => ({ path: path as string[], message })) }
  }
}

/** One number for every detector that raises one of these types. */
function parameter(types: readonly string[], name: string): Reader {
  const raising = detectors.filter(({ anomaly_types }) => anomaly_types.some(({ anomaly_type }) => types.includes(anomaly_type)))
  return (value) => {
    const number = numberOf(value)
    if (number === undefined) return refuse('must be a number')
    const problem = raising.map(({ parameters }) => checkParameter(name, number, parameters)).find((message) => message !== undefined)
    if (problem !== undefined) return refuse(problem)
    return { kind: 'read', changes: raising.map((detector) => ({ path: ['detectors', detector.name, name], value: number })) }
  }
}

/** Text is read with the place of every problem; a mapping in vedette.yml is part of that file's. */
function readProfiles(value: unknown): NamedReading {
  if (typeof value === 'string') {
    const reading = readProfilesText(value)
    if (reading.kind === 'valid') return profileChanges(reading.profiles)
    return { kind: 'refused', problems: reading.problems.map(({ path, ...problem }) => ({ ...problem, path: path === '' ? [] : [path] })) }
  }
  const parsed = z.record(z.string().trim().min(1), profileOverrideSchema).safeParse(value ?? {})
  if (parsed.success) return profileChanges(new Map(Object.entries(parsed.data)))
  return { kind: 'refused', problems: parsed.error.issues.map(({ path, message }) => ({ path: path as string[], message })) }
}

function profileChanges(profiles: ReadonlyMap<string, unknown>): NamedReading {
  return { kind: 'read', changes: [...profiles].map(([type, value]) => ({ path: ['rule_profiles', type], value })) }
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(value.trim()) ? Number(value.trim()) : undefined
}

function booleanOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const word = value.trim().toLowerCase()
  if (['1', 'true', 'yes', 'on'].includes(word)) return true
  return ['0', 'false', 'no', 'off'].includes(word) ? false : value
}

/** A pattern may begin with a bracket, as a JSON list does: what is no such list is patterns. */
function patternsOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const list = listOf(value)
  return Array.isArray(list) && value.trim().startsWith('[') ? list : splitPatterns(value)
}

/** `/a/, /b/` or `["/a/", "/b/"]`; a list already, in vedette.yml. */
function listOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const text = value.trim()
  if (!text.startsWith('[')) return text === '' ? [] : text.split(',').map((part) => part.trim())
  try {
    return JSON.parse(text) as unknown
  } catch {
    return value
  }
}
