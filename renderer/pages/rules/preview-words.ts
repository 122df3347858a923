import type { ProfilePreview } from '../../../app/contract/profiles.ts'
import { formatCount, formatMany } from '../../format.ts'

/** `41 → 12`; one number where nothing changes. */
export function fromTo({ before, after }: { before: number; after: number }): string {
  return before === after ? formatCount(before) : `${formatCount(before)} → ${formatCount(after)}`
}

/** What the numbers do not cover, as far as is known. Empty when they cover everything. */
export function gapsOf(preview: ProfilePreview, time: (milliseconds: number) => string): string[] {
  const { records, oldest_record, from, complete, unreproduced_true_positives: lost } = preview
  const gaps: string[] = []
  if (!preview.replayed) return gaps
  if (records === 0) gaps.push('No record is stored for this time: nothing can be said.')
  else if (oldest_record !== undefined && oldest_record > from)
    gaps.push(`Stored records reach back only to ${time(oldest_record)}; what came before is not counted.`)
  else if (!complete) gaps.push('It did not get to the end: more may be raised or removed than is listed.')
  if (lost > 0) {
    const them = lost === 1 ? 'was found by neither run' : 'were found by neither run'
    gaps.push(`${formatMany(lost, 'true positive')} ${them}: the records are gone, or other parameters found them.`)
  }
  return gaps
}

/** The outcome in one sentence, for a screen reader and for whoever reads nothing else. */
export function summarizePreview(preview: ProfilePreview): string {
  const { before, after, lost_true_positives: lost, raised_count, removed_count, removed_noise } = preview
  if (raised_count === 0 && removed_count === 0) return `The same ${formatMany(before, 'event')} with both.`
  const parts = [`${formatMany(before, 'event')} would have been ${formatCount(after)}`]
  if (removed_noise > 0) parts.push(`${formatMany(removed_noise, 'event')} of noise spared`)
  if (lost.length > 0) parts.push(`${formatMany(lost.length, 'true positive')} lost`)
  return `${parts.join(', ')}.`
}
