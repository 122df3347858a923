import { formatBytes } from './byte-wording.ts'
import type { Description, Episode } from './episode.ts'
import { strengthOf } from './strength.ts'
import type { Usual, UsualRules } from './volume-baseline.ts'
import { formatDuration, formatNumber } from './wording.ts'

export interface VolumeDetail extends Usual {
  /** What the running hour has come to; bytes, and milliseconds. */
  bytes: number
  peer: string
  peerBytes: number
  /** The destinations that got most. */
  peers: string[]
  span: number
  /** The limit that was passed. */
  exceeded: number
}

export function describeVolume({ entity, detail }: Episode<VolumeDetail>, rules: UsualRules): Description {
  const { bytes, peer, peerBytes, peers, span, median, mad, deviation, peak, basis, hours, exceeded } = detail
  const deviations = (bytes - median) / deviation
  const target = peers.length > 1 ? `outside, ${formatBytes(peerBytes)} of it to ${peer},` : `to ${peer}`
  const whose = basis === 'own' ? 'usual' : 'usual of its peers'
  return {
    score: strengthOf(bytes, exceeded),
    explanation:
      `${entity.value} sent ${formatBytes(bytes)} ${target} in ${formatDuration(span)}, ${whose} at most ${formatBytes(peak)} an hour ` +
      `(median ${formatBytes(median)}, MAD ${formatBytes(mad)} over ${formatNumber(hours)} hours: ${formatNumber(deviations)} deviations, ` +
      `limit ${formatBytes(exceeded)})`,
    reasons: [
      {
        label: 'sent outside within the hour',
        value: bytes,
        threshold: Math.round(exceeded),
        name: 'source.bytes',
        unit: 'bytes',
        met: true,
      },
      {
        label: 'robust deviations above the median',
        value: Math.round(deviations * 10) / 10,
        threshold: rules.deviations,
        name: 'parameters.deviations',
        unit: 'count',
        met: deviations >= rules.deviations,
      },
      {
        label: basis === 'own' ? 'its largest ordinary hour so far' : 'the largest ordinary hour of its peers',
        value: Math.round(peak),
        name: 'parameters.peak_factor',
        unit: 'bytes',
        met: bytes > rules.peakFactor * peak,
      },
      { label: 'floor', value: bytes, threshold: rules.floor, name: 'parameters.floor', unit: 'bytes', met: bytes > rules.floor },
    ],
    metadata: { 'destination.ip': peers, bytes, median: Math.round(median), mad: Math.round(mad), baseline: basis },
  }
}
