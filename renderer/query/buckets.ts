/** Buckets as the engine counts them leave out empty ones; a chart needs every one. Times ascending, `rows` unset where nothing was. */
export function fillBuckets<Bucket extends { time: number }>(
  buckets: readonly Bucket[],
  bounds: { from?: number | undefined; to?: number | undefined; interval: number },
): { times: number[]; rows: (Bucket | undefined)[] } {
  const { interval } = bounds
  const floor = (time: number) => Math.floor(time / interval) * interval
  const known = new Map(buckets.map((bucket) => [floor(bucket.time), bucket]))
  const starts = [...known.keys()]
  const from = bounds.from ?? (starts.length > 0 ? Math.min(...starts) : undefined)
  const to = bounds.to ?? (starts.length > 0 ? Math.max(...starts) : undefined)
  if (from === undefined || to === undefined) return { times: [], rows: [] }
  const times: number[] = []
  for (let time = floor(from); time <= to && times.length < most; time += interval) times.push(time)
  return { times, rows: times.map((time) => known.get(time)) }
}

/** More bars than pixels help nobody. */
const most = 2_000
