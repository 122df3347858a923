import type { DetectorInfo } from '../contract/profiles.ts'
import { familyFlag } from '../decide/flags.ts'
import { checkParameter, readProfile } from '../decide/profile-reading.ts'
import { configureProfiles, defaultProfiles, profileOf, type ProfileSettings } from '../decide/profiles.ts'
import type { Detector } from '../detect/detector.ts'
import { detectors } from '../detect/index.ts'
import { fieldsOf, withFields } from '../model/profile-diff.ts'
import type { ProfileRevision, RuleProfile } from '../model/rule-profile.ts'
import type { ConsoleStore } from '../store/store.ts'
import type { Override } from './config-text.ts'

const packaged = defaultProfiles(detectors)
const parameterPrefix = 'parameters.'

export interface BookSettings extends ProfileSettings {
  overrides: readonly Override[]
}

/**
 * The profiles in force: the package's, what vedette.yml and the environment set over them, and over both the fields
 * that an analyst's newest revision holds. Parameters are the detector's: all its types show the same.
 */
export class ProfileBook {
  private readonly console: Pick<ConsoleStore, 'newestRevisions' | 'profileRevision'>
  private settings: BookSettings
  private bases: ReadonlyMap<string, RuleProfile> = new Map()
  private held: ReadonlyMap<string, RuleProfile> = new Map()

  constructor(console: Pick<ConsoleStore, 'newestRevisions' | 'profileRevision'>, settings: BookSettings) {
    this.console = console
    this.settings = settings
    this.reload()
  }

  get inForce(): ReadonlyMap<string, RuleProfile> {
    return this.held
  }

  of(anomalyType: string): RuleProfile {
    return profileOf(this.held, anomalyType)
  }

  /** Without what analysts have saved. */
  baseOf(anomalyType: string): RuleProfile {
    return profileOf(this.bases, anomalyType)
  }

  defaultOf(anomalyType: string): RuleProfile {
    return profileOf(packaged, anomalyType)
  }

  get defaults(): ReadonlyMap<string, RuleProfile> {
    return packaged
  }

  /** What the detectors run with. */
  parameters(): Record<string, Record<string, number>> {
    return Object.fromEntries(
      detectors.flatMap(({ name, anomaly_types: [type] }) => (type === undefined ? [] : [[name, this.of(type.anomaly_type).parameters]])),
    )
  }

  /** Fields that vedette.yml or the environment set, whatever is saved over them, and by what name. */
  overriddenOf(anomalyType: string): { field: string; by: string }[] {
    const { overrides, detectors: set, rule_profiles } = this.settings
    const named = (path: string) => overrides.find((one) => one.path === path)?.name ?? 'vedette.yml'
    const detector = detectorOf(anomalyType)
    const parameters = Object.keys(set[detector?.name ?? ''] ?? {})
    const core = Object.keys(rule_profiles[anomalyType] ?? {})
    return [
      ...core.map((field) => ({ field, by: named(`rule_profiles.${anomalyType}`) })),
      ...parameters.map((name) => ({ field: `${parameterPrefix}${name}`, by: named(`detectors.${detector?.name}.${name}`) })),
    ]
  }

  /** With changed settings, or after a save. */
  reload(settings: BookSettings = this.settings): void {
    this.settings = settings
    const bases = configureProfiles(detectors, settings)
    const revisions = Object.entries(this.console.newestRevisions()).flatMap(
      ([type, revision]) => this.console.profileRevision(type, revision) ?? [],
    )
    const held = new Map(bases)
    for (const revision of revisions) {
      const profile = readRevision(revision)
      if (profile !== undefined) held.set(revision.anomaly_type, withFields(profileOf(bases, revision.anomaly_type), profile))
    }
    shareParameters(held, bases, revisions)
    this.bases = bases
    this.held = held
  }
}

/** The fields a revision holds; undefined where it is not valid (a newer version wrote it, say) and holds nothing. */
function readRevision({ anomaly_type, profile, edited }: ProfileRevision): Map<string, unknown> | undefined {
  if (readProfile(profile).kind === 'invalid') return undefined
  const definitions = detectorOf(anomaly_type)?.parameters ?? []
  return new Map(
    [...fieldsOf(profile)].filter(([field, value]) => {
      if (edited !== undefined && !edited.includes(field)) return false
      if (!field.startsWith(parameterPrefix)) return true
      return checkParameter(field.slice(parameterPrefix.length), value as number, definitions) === undefined
    }),
  )
}

/** The latest save says what a parameter is, whichever of the detector's types it was made through. */
function shareParameters(
  held: Map<string, RuleProfile>,
  bases: ReadonlyMap<string, RuleProfile>,
  revisions: readonly ProfileRevision[],
): void {
  const inOrder = [...revisions].sort((a, b) => a.at - b.at || a.revision - b.revision)
  for (const { anomaly_types } of detectors) {
    const types = anomaly_types.map(({ anomaly_type }) => anomaly_type)
    const [first] = types
    if (first === undefined) continue
    const parameters = { ...profileOf(bases, first).parameters }
    for (const revision of inOrder) {
      if (!types.includes(revision.anomaly_type)) continue
      for (const [field, value] of readRevision(revision) ?? []) {
        if (field.startsWith(parameterPrefix)) parameters[field.slice(parameterPrefix.length)] = value as number
      }
    }
    for (const type of types) held.set(type, { ...profileOf(held, type), parameters: { ...parameters } })
  }
}

export function detectorOf(anomalyType: string): Detector | undefined {
  return detectors.find(({ anomaly_types }) => anomaly_types.some(({ anomaly_type }) => anomaly_type === anomalyType))
}

/** The other types of the same detector. */
export function siblingsOf(anomalyType: string): string[] {
  const types = detectorOf(anomalyType)?.anomaly_types ?? []
  return types.map(({ anomaly_type }) => anomaly_type).filter((type) => type !== anomalyType)
}

export function describeDetectors(): DetectorInfo[] {
  return detectors.map((detector) => ({
    name: detector.name,
    family: detector.family,
    flag: familyFlag(detector.family),
    title: detector.title,
    description: detector.description,
    anomaly_types: [...detector.anomaly_types],
    parameters: [...detector.parameters],
  }))
}
