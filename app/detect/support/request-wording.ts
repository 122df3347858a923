import type { FieldValue } from '../../model/fields.ts'
import type { Reason } from '../../model/observation.ts'
import { isExact, type DistinctCount } from './distinct-count.ts'
import type { Description } from './episode.ts'
import type { RequestDetail, RequestEpisode } from './request-watch.ts'
import { strengthOf } from './strength.ts'
import { formatDuration, formatNumber, listNames } from './wording.ts'

const maxSample = 20

/** How a detector of requests tells what it found. */
export interface RequestWording {
  /** What was counted, for the reasons: `requests answered 400`. */
  counted: string
  /** `sent 7 invalid requests (400)`, without the actor and the paths. */
  tell(count: number, detail: RequestDetail): string
  /** What its metadata has beside what all have. */
  metadata(detail: RequestDetail): Record<string, FieldValue | FieldValue[]>
}

export interface RequestLimits {
  threshold: number
  paths: number
  window: number
}

export function describeRequests(
  { entity, count, first_seen, last_seen, detail }: RequestEpisode,
  wording: RequestWording,
  { limits }: { limits: RequestLimits },
): Description {
  const { peak, paths, newest } = detail
  const window = formatDuration(limits.window)
  const lasted = last_seen === first_seen ? '' : ` in ${formatDuration(last_seen - first_seen)}`
  const allowed = limits.threshold === 1 ? '' : ` (at most ${formatNumber(peak)} in ${window}, limit ${formatNumber(limits.threshold)})`
  return {
    score: strengthOf(peak, limits.threshold),
    explanation: `${entity.value} ${wording.tell(count, detail)}${lasted}${allowed}: ${nameDistinct(paths)}`,
    reasons: listReasons(count, detail, wording, limits),
    metadata: {
      count: peak,
      window_seconds: limits.window / 1000,
      paths: sampleNames(paths),
      path_count: paths.total,
      ...wording.metadata(detail),
    },
    application: newest,
  }
}

/** `/a`, `/a and /b`, `/a, /b and about 480 more`. */
export function nameDistinct(values: DistinctCount): string {
  if (isExact(values)) return listNames(values.names, values.total)
  return `${listNames(values.names, 2).replace(' and ', ', ')} and about ${formatNumber(values.total - 2)} more`
}

export function sampleNames({ names }: DistinctCount): string[] {
  return names.slice(0, maxSample)
}

function listReasons(count: number, { peak, paths }: RequestDetail, { counted }: RequestWording, limits: RequestLimits): Reason[] {
  const reasons: Reason[] = [
    {
      label: `${counted} in ${formatDuration(limits.window)}`,
      value: peak,
      threshold: limits.threshold,
      name: 'parameters.threshold',
      unit: 'count',
      met: peak >= limits.threshold,
    },
    { label: `${counted} in all`, value: count, unit: 'count', met: true },
  ]
  const different: Reason = { label: 'different paths', value: paths.total, name: 'url.path', unit: 'count', met: true }
  if (limits.paths > 1) reasons.push({ ...different, threshold: limits.paths, name: 'parameters.paths', met: paths.total >= limits.paths })
  else reasons.push(different)
  return reasons
}
