import type { SandboxAnswer, SandboxPoint, SandboxRun } from '../../../app/contract/sandbox.ts'
import type { EngineDescription, LabelledWindow } from '../../../app/model/engine.ts'
import type { ChartPoint, DotLook } from '../../components/signal-points.ts'
import { formatMany, formatSpan } from '../../format.ts'

const looks = {
  found: { shape: 'diamond', token: '--critical', label: 'in a labelled window' },
  outside: { shape: 'triangle', token: '--medium', label: 'outside of every labelled window' },
  plain: { shape: 'circle', token: '--high', label: 'found by this engine' },
} as const satisfies Record<string, DotLook>

export const comparisonLooks: readonly DotLook[] = [looks.found, looks.outside]

/** How a run is drawn; where there are labels, a dot says whether it was right. */
export function chartPointsOf(points: readonly SandboxPoint[], labels: readonly LabelledWindow[]): ChartPoint[] {
  return points.map(({ ts, value, lower, upper, warming, is_anomaly }) => {
    const inside = labels.some(({ from, to }) => ts >= from && ts <= to)
    const dot = !is_anomaly ? undefined : labels.length === 0 ? looks.plain : inside ? looks.found : looks.outside
    return { ts, value, lower, upper, warming, dot }
  })
}

/** What is longer is no line. The middle distance of the points, since files have no window. */
export function gapOf(points: readonly SandboxPoint[]): number {
  const steps = points.slice(1).map(({ ts }, index) => ts - points[index]!.ts)
  steps.sort((one, two) => one - two)
  const middle = steps[steps.length >> 1]
  return middle === undefined || middle <= 0 ? Infinity : middle * 8
}

/** `Robust window (window 50)`: what differs from the defaults tells two of the same engine apart. */
export function nameRun({ type, params }: Pick<SandboxRun, 'type' | 'params'>, engines: readonly EngineDescription[]): string {
  const engine = engines.find(({ name }) => name === type)
  const changed = (engine?.parameters ?? []).filter(
    ({ name, default: standard }) => params[name] !== undefined && JSON.stringify(params[name]) !== JSON.stringify(standard),
  )
  const title = engine?.title ?? type
  return changed.length === 0 ? title : `${title} (${changed.map(({ name }) => `${name} ${String(params[name])}`).join(', ')})`
}

export function percent(share: number | null): string {
  return share === null ? '—' : `${Math.round(share * 1000) / 10} %`
}

export function sayDelay(delay: { ms: number; values: number } | null): string {
  if (delay === null) return '—'
  return delay.values === 0 ? 'at once' : `${formatMany(delay.values, 'value')}, ${formatSpan(delay.ms)}`
}

/** The run that did best: against labels by F1, and nothing can be said without them. */
export function bestOf({ runs }: Pick<SandboxAnswer, 'runs'>): number | undefined {
  const marks = runs.map(({ score }) => markOf(score))
  const best = Math.max(...marks)
  return runs.length > 1 && best > 0 && marks.filter((mark) => mark === best).length === 1 ? marks.indexOf(best) : undefined
}

function markOf(score: SandboxRun['score']): number {
  const { precision, recall } = score ?? { precision: null, recall: null }
  return precision === null || recall === null || precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
}
