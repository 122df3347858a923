import type { LabelledWindow, LabelScore } from '../../model/engine.ts'
import type { JudgedSeries, Series } from './series.ts'

/**
 * Precision by anomalous values, recall by windows: an attack is found by one alert in it, and each alert outside one costs
 * somebody's time. No point-adjustment: it would count every value of a window as found by the first one.
 */
export function scoreAgainstLabels(series: Series, judged: JudgedSeries, labels: readonly LabelledWindow[]): LabelScore {
  const windows = labels.map((label) => ({
    ...label,
    judged: 0,
    began: 0,
    foundAt: undefined as { ms: number; values: number } | undefined,
  }))
  let inside = 0
  for (let i = 0; i < series.ts.length; i += 1) {
    if (judged.warming[i] === 1) continue
    const ts = series.ts[i]!
    let within = false
    for (const window of windows) {
      if (ts < window.from || ts > window.to) continue
      within = true
      if (window.judged === 0) window.began = ts
      if (judged.is_anomaly[i] === 1) window.foundAt ??= { ms: ts - window.began, values: window.judged }
      window.judged += 1
    }
    if (within && judged.is_anomaly[i] === 1) inside += 1
  }
  const counted = windows.filter((window) => window.judged > 0)
  const delays = counted.flatMap(({ foundAt }) => (foundAt === undefined ? [] : [foundAt]))
  const { anomalies } = judged
  return {
    windows: counted.length,
    found: delays.length,
    unjudged: windows.length - counted.length,
    anomalies,
    inside,
    precision: anomalies > 0 ? inside / anomalies : null,
    recall: counted.length > 0 ? delays.length / counted.length : null,
    delay: delays.length > 0 ? { ms: median(delays.map(({ ms }) => ms)), values: median(delays.map(({ values }) => values)) } : null,
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}
