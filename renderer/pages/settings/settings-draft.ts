import type { ContractError } from '../../../app/contract/protocol.ts'
import type { RequestInput } from '../../../app/contract/requests.ts'
import type { Settings } from '../../../app/model/config.ts'

/** The settings as a person edits them: networks are lines of text, an empty field is nothing. */
export interface SettingsDraft {
  user: string
  days: number
  budget: number
  homeNetworks: string
  zones: { name: string; networks: string }[]
  country: string
  asn: string
  notification: boolean
  log: boolean
}
export type DraftField = keyof SettingsDraft | ''
export type SettingsChange = RequestInput<'settings.set'>['settings']

export function draftOf({ user, retention, enrichers, channels }: Settings): SettingsDraft {
  return {
    user: user ?? '',
    days: retention.days,
    budget: retention.budget_gib,
    homeNetworks: enrichers.home_networks.join('\n'),
    zones: Object.entries(enrichers.zones).map(([name, networks]) => ({ name, networks: networks.join('\n') })),
    country: enrichers.country_mmdb ?? '',
    asn: enrichers.asn_mmdb ?? '',
    notification: channels.notification,
    log: channels.log,
  }
}

/** The sections in which the draft differs, each whole; undefined when it differs in none. */
export function changeOf(draft: SettingsDraft, settings: Settings): SettingsChange | undefined {
  const wanted: Pick<Settings, 'user' | 'retention' | 'enrichers' | 'channels'> = {
    user: emptyAsNull(draft.user),
    retention: { days: draft.days, budget_gib: draft.budget },
    enrichers: {
      home_networks: linesOf(draft.homeNetworks),
      zones: Object.fromEntries(
        draft.zones.map(({ name, networks }) => [name.trim(), linesOf(networks)] as const).filter(([name]) => name !== ''),
      ),
      country_mmdb: emptyAsNull(draft.country),
      asn_mmdb: emptyAsNull(draft.asn),
    },
    channels: { notification: draft.notification, log: draft.log },
  }
  const sections = ['user', 'retention', 'enrichers', 'channels'] as const
  const changed = sections.filter((section) => JSON.stringify(wanted[section]) !== JSON.stringify(inOrder(settings, section)))
  return changed.length === 0 ? undefined : Object.fromEntries(changed.map((section) => [section, wanted[section]]))
}

/** The engine's objections by the field they are about. */
export function objectionsTo(error: ContractError | undefined): Partial<Record<DraftField, string>> {
  return objectionsBy(error, fieldsByPath)
}

/** The same for any form: `fields` are parts of paths, each with the field it belongs to; what is about none stands under ''. */
export function objectionsBy<Field extends string>(
  error: ContractError | undefined,
  fields: readonly (readonly [string, Field])[],
): Partial<Record<Field | '', string>> {
  const objections: Partial<Record<Field | '', string>> = {}
  if (error === undefined) return objections
  if (error.kind !== 'invalid_input') return { ...objections, '': error.message }
  for (const { path, message } of error.issues) {
    const field = fields.find(([part]) => path.includes(part))?.[1] ?? ''
    const text = field === '' ? `${path}: ${message}` : numbered(path, message)
    objections[field] = objections[field] === undefined ? text : `${objections[field]}; ${text}`
  }
  return objections
}

const fieldsByPath: [string, DraftField][] = [
  ['user', 'user'],
  ['days', 'days'],
  ['budget_gib', 'budget'],
  ['home_networks', 'homeNetworks'],
  ['zones', 'zones'],
  ['country_mmdb', 'country'],
  ['asn_mmdb', 'asn'],
]

/** `…home_networks.2` → “line 3: …”. */
function numbered(path: string, message: string): string {
  const index = /\.(\d+)$/.exec(path)?.[1]
  return index === undefined ? message : `line ${Number(index) + 1}: ${message}`
}

/** The same section with its keys in the order a draft writes them. */
function inOrder(settings: Settings, section: 'user' | 'retention' | 'enrichers' | 'channels'): unknown {
  const { user, retention, enrichers, channels } = settings
  return {
    user,
    retention: { days: retention.days, budget_gib: retention.budget_gib },
    enrichers: {
      home_networks: enrichers.home_networks,
      zones: enrichers.zones,
      country_mmdb: enrichers.country_mmdb,
      asn_mmdb: enrichers.asn_mmdb,
    },
    channels: { notification: channels.notification, log: channels.log },
  }[section]
}

export function linesOf(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function emptyAsNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
