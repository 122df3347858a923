import type { Settings } from '../../../app/model/config.ts'
import { defaultProbePrefixes, defaultSensitivePrefixes, normalizePrefix } from '../../../app/model/request-path.ts'
import { linesOf } from './settings-draft.ts'

/** The request patterns' settings as a person edits them: a prefix or a network a line, none for the defaults. */
export interface RequestDraft {
  version: string
  sensitive: string
  probe: string
  proxies: string
  trustFirst: boolean
}

export function requestDraftOf(requests: Settings['requests']): RequestDraft {
  return {
    version: requests.api_version,
    sensitive: requests.sensitive_prefixes?.join('\n') ?? '',
    probe: requests.probe_prefixes?.join('\n') ?? '',
    proxies: requests.trusted_proxies.join('\n'),
    trustFirst: requests.trust_x_forwarded_for,
  }
}

/** The section as the draft has it; undefined when it is as before. */
export function requestChangeOf(draft: RequestDraft, before: Settings['requests']): Settings['requests'] | undefined {
  const wanted: Settings['requests'] = {
    api_version: draft.version.trim(),
    sensitive_prefixes: orNull(linesOf(draft.sensitive)),
    probe_prefixes: orNull(linesOf(draft.probe)),
    trusted_proxies: linesOf(draft.proxies),
    trust_x_forwarded_for: draft.trustFirst,
  }
  const same = (Object.keys(wanted) as (keyof typeof wanted)[]).every((key) => JSON.stringify(wanted[key]) === JSON.stringify(before[key]))
  return same ? undefined : wanted
}

/** The prefixes as they are compared with paths: slashes put right, the API version in its place, defaults where there are none. */
export function effectivePrefixes(draft: RequestDraft, which: 'sensitive' | 'probe'): string[] {
  const own = linesOf(draft[which])
  const chosen = own.length > 0 ? own : which === 'sensitive' ? defaultSensitivePrefixes : defaultProbePrefixes
  return chosen.map((prefix) => normalizePrefix(prefix, draft.version.trim()))
}

function orNull(lines: string[]): string[] | null {
  return lines.length > 0 ? lines : null
}
