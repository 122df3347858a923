import { useState } from 'react'
import type { TimeRange } from '../../components/time-range.ts'
import { rangeToText } from '../../components/time-range.ts'

interface Step {
  before: TimeRange
  /** What it was zoomed to: another range chosen since then forgets the way back. */
  to: string
}

/** Into a stretch, and the way back, step by step. */
export function useZoom(range: TimeRange, setRange: (range: TimeRange) => void) {
  const [steps, setSteps] = useState<readonly Step[]>([])
  const last = steps.at(-1)
  const zoomed = last !== undefined && last.to === rangeToText(range)
  return {
    zoomed,
    zoom: (from: number, to: number) => {
      // A stretch without any width would show nothing.
      const next: TimeRange = { kind: 'between', from: Math.max(0, Math.floor(from)), to: Math.max(Math.floor(from) + 1000, Math.ceil(to)) }
      setSteps([...(zoomed ? steps : []), { before: range, to: rangeToText(next) }])
      setRange(next)
    },
    back: () => {
      if (!zoomed) return
      setSteps(steps.slice(0, -1))
      setRange(last.before)
    },
  }
}
