import type { DriftReport, ModelAlgorithm, ModelVersion } from '../../../app/model/outlier-model.ts'
import type { Tone } from '../../components/badge.tsx'
import { formatBytes } from '../../format.ts'
import { formatPlain } from '../../format-plain.ts'
import type { ModelStanding } from './model-list.ts'

export const standingLooks: Record<ModelStanding, { title: string; tone: Tone }> = {
  training: { title: 'training', tone: 'accent' },
  waiting: { title: 'waits for you', tone: 'warning' },
  in_force: { title: 'in force', tone: 'info' },
  too_few: { title: 'too little history', tone: 'neutral' },
  none: { title: 'not trained', tone: 'neutral' },
}

export const versionLooks: Record<ModelVersion['state'], { title: string; tone: Tone }> = {
  in_force: { title: 'in force', tone: 'info' },
  candidate: { title: 'candidate', tone: 'accent' },
  retired: { title: 'retired', tone: 'neutral' },
}

export const driftLooks: Record<DriftReport['state'], { title: string; tone: Tone; means: string }> = {
  steady: { title: 'steady', tone: 'healthy', means: 'Scores of the last day are spread as those it was trained on.' },
  moving: { title: 'moving', tone: 'warning', means: 'Scores of the last day begin to differ from those it was trained on.' },
  moved: { title: 'moved', tone: 'danger', means: 'What is usual is no longer what it was trained on: train a new version.' },
  too_few: { title: 'too few rows', tone: 'neutral', means: 'The last day has too few rows to tell.' },
}

export const whyWords: Record<ModelVersion['why'], string> = {
  asked: 'asked for',
  schedule: 'by its schedule',
  drift: 'since what is usual had moved',
}

export const treeWords: Record<ModelAlgorithm, string> = {
  isolation_forest: 'trees of an isolation forest',
  half_space_trees: 'half-space trees',
}

/** A feature's value in its own unit. */
export function formatMeasure(value: number, unit: string): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value)
    case 'share':
      return `${formatPlain(value * 100)} %`
    case 'hour': {
      const minutes = Math.round(value * 60)
      return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
    }
    case 'seconds':
      return `${formatPlain(value)} s`
    case 'bits':
      return `${formatPlain(value)} bit`
    default:
      return formatPlain(value)
  }
}

export function formatRange(low: number, high: number, unit: string): string {
  return low === high ? formatMeasure(low, unit) : `${formatMeasure(low, unit)} to ${formatMeasure(high, unit)}`
}

/** Days that its rows lie in: records need not reach back as far as was asked. */
export function daysOf({ rows_seen, rows_per_day, from, to }: Pick<ModelVersion, 'rows_seen' | 'rows_per_day' | 'from' | 'to'>): string {
  const asked = Math.max(0, to - from) / 86_400_000
  return formatPlain(rows_per_day > 0 ? Math.min(asked, rows_seen / rows_per_day) : asked)
}
