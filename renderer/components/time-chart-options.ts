import uPlot from 'uplot'
import { formatCount, formatShort, formatTime } from '../format.ts'
import type { TimeZoneChoice } from '../state/preferences.ts'
import type { TimeSeries } from './time-chart.tsx'
import { readToken } from './use-root-tokens.ts'

/** uPlot's columns: times in seconds, then running sums from the top of the stack down, so that each bar is drawn over the one behind it. */
export function stack(times: readonly number[], series: readonly Pick<TimeSeries, 'values'>[]): uPlot.AlignedData {
  const sums: number[][] = []
  let below = times.map(() => 0)
  for (const { values } of series) {
    below = below.map((sum, index) => sum + (values[index] ?? 0))
    sums.push(below)
  }
  return [times.map((time) => time / 1000), ...sums.reverse()]
}

/** A series without its values. */
export type SeriesLook = Omit<TimeSeries, 'values'>

export interface ChartSetup {
  series: readonly SeriesLook[]
  interval: number
  zone: TimeZoneChoice
  width: number
  height: number
  onZoom: (from: number, to: number) => void
}

export function chartOptions({ series, interval, zone, width, height, onZoom }: ChartSetup): uPlot.Options {
  const bars = uPlot.paths.bars!({ size: [0.86, 40], align: 1 })
  const axis = { stroke: readToken('--text-faint'), font: `11px ${readToken('--font')}`, ticks: { show: false } }
  const grid = { stroke: readToken('--line'), width: 1 }
  return {
    width,
    height,
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    tzDate: (seconds) => (zone === 'utc' ? uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC') : new Date(seconds * 1000)),
    scales: {
      // The last bucket has a width too.
      x: { time: true, range: (_plot, least, greatest) => [least, greatest + interval / 1000] },
      y: { range: (_plot, _least, greatest) => [0, Math.max(1, greatest ?? 0) * headroom] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 22, values: timeLabels },
      {
        ...axis,
        grid,
        size: 42,
        splits: (_plot, _index, _least, greatest) => marksOf(greatest / headroom),
        values: (_plot, splits) => splits.map((split) => formatShort(split)),
      },
    ],
    series: [
      {},
      ...[...series]
        .reverse()
        .map(({ name, token }) => ({ label: name, fill: readToken(token), width: 0, paths: bars, points: { show: false } })),
    ],
    hooks: { setSelect: [(plot) => select(plot, interval, onZoom)] },
    plugins: [hint(series, interval, zone)],
  }
}

const headroom = 1.08

/** None, half and all of the highest bar. */
function marksOf(most: number): number[] {
  const top = Math.round(most)
  return top < 4 ? [0, top] : [0, Math.round(top / 2), top]
}

/** English 24-hour labels whatever the browser's own language, like every other time in the window. */
export const timeLabels: uPlot.Axis.Values = [
  [86_400 * 28, '{YYYY}-{MM}', null, null, null, null, null, null, 1],
  [86_400, '{MM}-{DD}', null, null, null, null, null, null, 1],
  [60, '{HH}:{mm}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
  [1, '{HH}:{mm}:{ss}', '\n{YYYY}-{MM}-{DD}', null, '\n{MM}-{DD}', null, null, null, 1],
]

function select(plot: uPlot, interval: number, onZoom: (from: number, to: number) => void): void {
  const { left, width } = plot.select
  if (width < 4) return
  const snap = (position: number, up: number) => (Math.floor((plot.posToVal(position, 'x') * 1000) / interval) + up) * interval
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  onZoom(snap(left, 0), snap(left + width, 1))
}

/** The bar under the pointer in words, beside it. */
function hint(series: readonly SeriesLook[], interval: number, zone: TimeZoneChoice): uPlot.Plugin {
  const box = document.createElement('div')
  box.className = 'vedette-chart-hint'
  box.hidden = true
  return {
    hooks: {
      init: (plot) => void plot.over.append(box),
      setCursor: (plot) => {
        const { left = -1 } = plot.cursor
        const times = plot.data[0]
        const time = left < 0 ? -1 : plot.posToVal(left, 'x')
        const index = times.findLastIndex((start) => start <= time && time < start + interval / 1000)
        box.hidden = index === -1
        if (index === -1) return
        const lines = series.map(({ name }, position) => {
          const upper = plot.data[series.length - position]![index] ?? 0
          const lower = position === 0 ? 0 : (plot.data[series.length - position + 1]![index] ?? 0)
          return { name, count: upper - lower }
        })
        const shown = lines.filter(({ count }) => count > 0).map(({ name, count }) => `${name} ${formatCount(count)}`)
        box.textContent = [formatTime(times[index]! * 1000, zone), ...(shown.length > 0 ? shown : ['none'])].join('\n')
        const flip = left > plot.over.clientWidth - 180
        box.style.left = flip ? 'auto' : `${left + 12}px`
        box.style.right = flip ? `${plot.over.clientWidth - left + 12}px` : 'auto'
      },
    },
  }
}
