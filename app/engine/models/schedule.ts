import type { ModelSettings } from '../../model/outlier-model.ts'

const day = 86_400_000
const intervals: Record<Exclude<ModelSettings['schedule'], 'off'>, number> = { daily: day, weekly: 7 * day, monthly: 30 * day }

/** Whether a new version is due, by when one was tried last. */
export function isDue(schedule: ModelSettings['schedule'], last: number | undefined, now: number): boolean {
  return schedule !== 'off' && (last === undefined || now - last >= intervals[schedule])
}

/** What is usual is asked once a day whether it has moved. */
export function isDriftDue(last: number | undefined, now: number): boolean {
  return last === undefined || now - last >= day
}
