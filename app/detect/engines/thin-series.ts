import type { JudgedSeries, Series } from './series.ts'

/** Of more anomalies than these the strangest are kept. */
const mostAnomalies = 5000

/**
 * Which values to draw when there are more than a chart has room for: of each stretch the least and the largest, and every
 * anomaly. Ascending.
 */
export function thinSeries({ values }: Series, judged: JudgedSeries, points: number): number[] {
  const { length } = values
  if (length <= points) return Array.from({ length }, (_, i) => i)
  const kept = new Set<number>(strangest(judged))
  const stretch = (2 * length) / points
  for (let from = 0; from < length; from += stretch) {
    const start = Math.floor(from)
    let least = start
    let largest = start
    for (let i = start; i < Math.min(length, Math.floor(from + stretch)); i += 1) {
      if (values[i]! < values[least]!) least = i
      if (values[i]! > values[largest]!) largest = i
    }
    kept.add(least)
    kept.add(largest)
  }
  kept.add(length - 1)
  return [...kept].sort((a, b) => a - b)
}

function strangest({ is_anomaly, score }: JudgedSeries): number[] {
  const anomalies: number[] = []
  is_anomaly.forEach((is, i) => {
    if (is === 1) anomalies.push(i)
  })
  if (anomalies.length <= mostAnomalies) return anomalies
  return anomalies.sort((a, b) => score[b]! - score[a]! || a - b).slice(0, mostAnomalies)
}
