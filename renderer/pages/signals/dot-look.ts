import type { SignalPoint } from '../../../app/contract/signals.ts'
import type { Verdict } from '../../../app/model/event.ts'
import type { DotLook } from '../../components/signal-points.ts'
import { verdictLabels } from '../../components/status-badge.tsx'

export const dotLooks = {
  undecided: { shape: 'circle', token: '--high', label: 'not judged yet' },
  true: { shape: 'diamond', token: '--critical', label: 'true positive' },
  benign: { shape: 'square', token: '--healthy', label: 'benign' },
  false: { shape: 'triangle', token: '--medium', label: 'false positive' },
  other: { shape: 'square', token: '--info', label: 'closed otherwise' },
  none: { shape: 'ring', token: '--high', label: 'no event' },
} as const satisfies Record<string, DotLook>

const kinds: Record<Verdict, keyof typeof dotLooks> = {
  true_positive: 'true',
  benign: 'benign',
  false_positive_logic: 'false',
  false_positive_data: 'false',
  duplicate: 'other',
  test: 'other',
  insufficient_data: 'other',
}

/** How an anomaly is drawn: by the verdict on its event. */
export function dotOf({ is_anomaly, event }: Pick<SignalPoint, 'is_anomaly' | 'event'>): DotLook | undefined {
  if (!is_anomaly) return undefined
  if (event === undefined) return dotLooks.none
  if (event.verdict === undefined) return dotLooks.undecided
  return { ...dotLooks[kinds[event.verdict]], label: verdictLabels[event.verdict].toLowerCase() }
}

/** Kinds of dot among the points, each with how often. */
export function legendOf(points: readonly SignalPoint[]): { kind: keyof typeof dotLooks; look: DotLook; count: number }[] {
  const counts = new Map<keyof typeof dotLooks, number>()
  for (const { is_anomaly, event } of points) {
    if (!is_anomaly) continue
    const kind = event === undefined ? 'none' : event.verdict === undefined ? 'undecided' : kinds[event.verdict]
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return (Object.keys(dotLooks) as (keyof typeof dotLooks)[]).flatMap((kind) => {
    const count = counts.get(kind)
    return count === undefined ? [] : [{ kind, look: dotLooks[kind], count }]
  })
}
