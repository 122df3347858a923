import type { Reason } from '../../model/observation.ts'
import type { Parameters } from '../detector.ts'
import type { Beat } from './beat.ts'
import { formatBytes } from './byte-wording.ts'
import type { Description, Episode } from './episode.ts'
import { nameService, type Service } from './service.ts'
import { countOf, formatDuration } from './wording.ts'

export interface BeatDetail extends Beat {
  /** Hosts of ours that contacted the destination, at most 32. */
  hosts: number
  service: Service
  contacts: number
  span: number
}

export function describeBeat({ entity, detail }: Episode<BeatDetail>, parameters: Parameters): Description {
  const { interval, intervalMad, size, sizeMad, hosts, contacts, span, steady, score } = detail
  return {
    score: Math.min(1, score),
    explanation:
      `${entity.value}: ${countOf(contacts, 'contact')} in ${formatDuration(span)}, one every ${formatDuration(interval)} ` +
      `(typically ± ${formatDuration(intervalMad)}, ${percent(steady)} of the intervals steady), ${formatBytes(size)} each ` +
      `(typically ± ${formatBytes(sizeMad)}); ${countOf(hosts, 'host')} of ours ${hosts === 1 ? 'contacts' : 'contact'} that address; ` +
      `regularity ${percent(score)}, limit ${percent(parameters['score']!)}`,
    reasons: listReasons(detail, parameters),
    metadata: {
      'network.service': nameService(detail.service),
      interval_seconds: Math.round(interval / 1000),
      interval_deviation_seconds: Math.round(intervalMad / 100) / 10,
      bytes: Math.round(size),
      hosts,
    },
  }
}

function listReasons(detail: BeatDetail, parameters: Parameters): Reason[] {
  const reason = (label: string, value: number, name: string, unit: string): Reason => {
    return { label, value: Math.round(value * 1000) / 1000, threshold: parameters[name]!, name: `parameters.${name}`, unit, met: true }
  }
  return [
    reason('regularity of intervals, sizes and completeness, less prevalence', detail.score, 'score', 'score'),
    reason('share of intervals near their median', detail.steady, 'steady_share', 'ratio'),
    reason('evenness of sizes', detail.sizeScore, 'size_regularity', 'score'),
    reason('contacts', detail.contacts, 'contacts', 'count'),
    reason('time they span', detail.span / 1000, 'span', 'seconds'),
    {
      ...reason('hosts of ours that contact the destination', detail.hosts, 'common_hosts', 'count'),
      met: detail.hosts < parameters['common_hosts']!,
    },
  ]
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
