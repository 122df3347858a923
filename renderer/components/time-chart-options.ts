import uPlot from 'uplot'
import { formatCount, formatShort, formatTime } from '../format.ts'
import type { TimeZoneChoice } from '../state/preferences.ts'
import { axisLooks, dateIn, pointerHint, takeSelection } from './chart-parts.ts'
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

export function chartOptions(setup: ChartSetup): uPlot.Options {
  const { series, interval, zone, width, height, onZoom } = setup
  const bars = uPlot.paths.bars!({ size: [0.86, 40], align: 1 })
  const { axis, grid, time } = axisLooks()
  return {
    width,
    height,
    padding: [6, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    tzDate: dateIn(zone),
    scales: {
      // The last bucket has a width too.
      x: { time: true, range: (_plot, least, greatest) => [least, greatest + interval / 1000] },
      y: { range: (_plot, _least, greatest) => [0, Math.max(1, greatest ?? 0) * headroom] },
    },
    axes: [
      time,
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
    plugins: [pointerHint((plot, seconds) => sayBar(plot, seconds, setup))],
  }
}

const headroom = 1.08

/** None, half and all of the highest bar. */
function marksOf(most: number): number[] {
  const top = Math.round(most)
  return top < 4 ? [0, top] : [0, Math.round(top / 2), top]
}

/** Whole buckets. */
function select(plot: uPlot, interval: number, onZoom: ChartSetup['onZoom']): void {
  const snap = (position: number, up: number) => (Math.floor((plot.posToVal(position, 'x') * 1000) / interval) + up) * interval
  takeSelection(plot, (left, right) => onZoom(snap(left, 0), snap(right, 1)))
}

/** The bar at that time in words. */
function sayBar(plot: uPlot, seconds: number, { series, interval, zone }: ChartSetup): string[] | undefined {
  const times = plot.data[0]
  const index = times.findLastIndex((start) => start <= seconds && seconds < start + interval / 1000)
  if (index === -1) return undefined
  const lines = series.map(({ name }, position) => {
    const upper = plot.data[series.length - position]![index] ?? 0
    const lower = position === 0 ? 0 : (plot.data[series.length - position + 1]![index] ?? 0)
    return { name, count: upper - lower }
  })
  const shown = lines.filter(({ count }) => count > 0).map(({ name, count }) => `${name} ${formatCount(count)}`)
  return [formatTime(times[index]! * 1000, zone), ...(shown.length > 0 ? shown : ['none'])]
}
