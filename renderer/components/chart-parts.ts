import uPlot from 'uplot'
import type { TimeZoneChoice } from '../state/preferences.ts'
import { readToken } from './use-root-tokens.ts'

/** English 24-hour labels whatever the browser's own language, like every other time in the window. */
const timeLabels: uPlot.Axis.Values = [
  [86_400 * 28, '{YYYY}-{MM}', null, null, null, null, null, null, 1],
  [86_400, '{MM}-{DD}', null, null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
]

export function dateIn(zone: TimeZoneChoice): NonNullable<uPlot.Options['tzDate']> {
  return (seconds) => (zone === 'utc' ? uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') : new Date(seconds * 1000))
}

/** What both axes look like, the lines across, and the axis of time. */
export function axisLooks() {
  const axis = { stroke: readToken('--text-faint'), font: `11px ${readToken('--font')}`, ticks: { show: false } }
  const time: uPlot.Axis = { ...axis, grid: { show: false }, size: 22, values: timeLabels }
  return { axis, grid: { stroke: readToken('--line'), width: 1 }, time }
}

/** Hands over the stretch that was dragged, in CSS pixels, and forgets it; a click is none. */
export function takeSelection(plot: uPlot, take: (left: number, right: number) => void): void {
  const { left, width } = plot.select
  if (width < 4) return
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  take(left, left + width)
}

/** A box beside the pointer with what `say` has for its time (seconds), line by line; unset hides it. */
export function pointerHint(say: (plot: uPlot, seconds: number) => readonly string[] | undefined): uPlot.Plugin {
  const box = document.createElement('div')
  box.className = 'vedette-chart-hint'
  box.hidden = true
  return {
    hooks: {
      init: (plot) => void plot.over.append(box),
      setCursor: (plot) => {
        const { left = -1 } = plot.cursor
        const lines = left < 0 ? undefined : say(plot, plot.posToVal(left, 'x'))
        box.hidden = lines === undefined
        if (lines === undefined) return
        box.textContent = lines.join('\n')
        const flip = left > plot.over.clientWidth - 190
        box.style.left = flip ? 'auto' : `${left + 12}px`
        box.style.right = flip ? `${plot.over.clientWidth - left + 12}px` : 'auto'
      },
    },
  }
}
