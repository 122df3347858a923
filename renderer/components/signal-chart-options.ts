import type uPlot from 'uplot'
import { formatTime } from '../format.ts'
import type { TimeZoneChoice } from '../state/preferences.ts'
import { axisLooks, dateIn, pointerHint, takeSelection } from './chart-parts.ts'
import { drawDots, drawGround, type ChartContent } from './signal-drawing.ts'
import { columnsOf, formatValue, nearestPoint, rangeOf, sayPoint, type ChartPoint } from './signal-points.ts'
import { readToken } from './use-root-tokens.ts'

export interface SignalChartSetup {
  content: () => ChartContent
  zone: TimeZoneChoice
  width: number
  height: number
  /** Charts of the same name share their pointer. */
  together: string | undefined
  onZoom: (from: number, to: number) => void
  onBack: () => void
  onDot: (point: ChartPoint) => void
}

/** How near the pointer must come to a dot, in CSS pixels. */
const reach = 9

export function signalChartOptions(setup: SignalChartSetup): uPlot.Options {
  const { content, zone, width, height, together } = setup
  const { axis, grid, time } = axisLooks()
  const band = readToken('--low')
  const edge = { stroke: `color-mix(in srgb, ${band} 55%, transparent)`, width: 1, points: { show: false } }
  return {
    width,
    height,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      bind: { dblclick: () => () => (setup.onBack(), null) },
      ...(together !== undefined && { sync: { key: together, filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' } } }),
    },
    tzDate: dateIn(zone),
    scales: {
      x: { time: true, range: () => [content().from / 1000, Math.max(content().to, content().from + 1) / 1000] },
      y: { range: () => rangeOf(content().points) },
    },
    // Two lines: under the hours stands the day, and a signal is often looked at over many.
    axes: [
      { ...time, size: 36 },
      { ...axis, grid, size: 52, values: (_plot, splits) => splits.map(formatValue) },
    ],
    bands: [{ series: [1, 2], fill: `color-mix(in srgb, ${band} 16%, transparent)` }],
    series: [{}, edge, edge, { stroke: readToken('--text'), width: 1.25, points: { show: false } }],
    hooks: {
      drawClear: [(plot) => drawGround(plot, content())],
      draw: [(plot) => drawDots(plot, content())],
      setSelect: [(plot) => select(plot, setup.onZoom)],
      ready: [(plot) => listenForDots(plot, setup)],
    },
    plugins: [pointerHint((_plot, seconds) => sayNearest(seconds, setup))],
  }
}

export function dataOf({ points, gap }: ChartContent): uPlot.AlignedData {
  return columnsOf(points, gap)
}

function select(plot: uPlot, onZoom: SignalChartSetup['onZoom']): void {
  const at = (position: number) => Math.round(plot.posToVal(position, 'x') * 1000)
  takeSelection(plot, (left, right) => onZoom(at(left), at(right)))
}

/** The point next to that time in words. */
function sayNearest(seconds: number, { content, zone }: SignalChartSetup): string[] | undefined {
  const point = nearestPoint(content().points, seconds * 1000)
  return point && [formatTime(point.ts, zone), ...sayPoint(point)]
}

function dotAt(plot: uPlot, points: readonly ChartPoint[], left: number, top: number): ChartPoint | undefined {
  let best: ChartPoint | undefined
  let nearest = reach
  for (const point of points) {
    if (point.dot === undefined) continue
    const away = Math.hypot(plot.valToPos(point.ts / 1000, 'x') - left, plot.valToPos(point.value, 'y') - top)
    if (away <= nearest) [best, nearest] = [point, away]
  }
  return best
}

function listenForDots(plot: uPlot, { content, onDot }: SignalChartSetup): void {
  const under = (event: MouseEvent) => {
    const { left, top } = plot.over.getBoundingClientRect()
    return dotAt(plot, content().points, event.clientX - left, event.clientY - top)
  }
  let pressed: number | undefined
  plot.over.addEventListener('mousedown', ({ clientX }) => (pressed = clientX))
  plot.over.addEventListener('click', (event) => {
    // The end of a drag is a click too.
    const point = Math.abs(event.clientX - (pressed ?? event.clientX)) < 4 ? under(event) : undefined
    if (point !== undefined) onDot(point)
  })
  plot.over.addEventListener('mousemove', (event) => {
    plot.over.style.cursor = under(event) === undefined ? '' : 'pointer'
  })
}
