import type { Detector } from '../detect/detector.ts'
import type { TelemetryRecord } from '../model/record.ts'
import type { Cancel, TelemetryReader, TimeRange } from '../store/store.ts'
import { Detection } from './detection.ts'
import { PreviewBeat } from './preview-beat.ts'
import { compareRuns } from './preview-comparison.ts'
import { PreviewFolding } from './preview-folding.ts'
import type { PreviewAnswer, PreviewQuestion } from './preview-messages.ts'

/** Episodes of one run that are held at once, a few hundred bytes each; more than that and nobody reads the answer. */
const mostEpisodes = 200_000
/** Records between two looks at whether it is cancelled. */
const stride = 256
const day = 86_400_000
/** What a detector may look back to find its feet. */
const longestWarmUp = 30 * day

export interface PreviewParts {
  detector: Detector
  reader: Pick<TelemetryReader, 'walk' | 'segments' | 'problems'>
  hash: (text: string) => string
  cancel: Cancel
  onProgress: (fraction: number) => void
}

export type PreviewResult = { kind: 'answer'; answer: PreviewAnswer } | { kind: 'cancelled' }

/** One detector, twice, over the stored records of a time: with the parameters in force and with changed ones. */
export function runPreview(question: PreviewQuestion, parts: PreviewParts): PreviewResult {
  const { detector, reader, cancel, onProgress } = parts
  const { from, to, before, after, beats, stored } = question
  const runs = [before, after].map((parameters) => new Run(question, parameters, parts))
  const beat = new PreviewBeat()
  const read: TimeRange = { from: from - warmUpOf(detector, [before, after]), to }
  let records = 0
  let tooMany = false
  const tick = (time: number) => runs.forEach((run) => run.tick(time))
  reader.walk(read, (part) => {
    for (const [at, record] of part.records.entries()) {
      if (at % stride === 0 && cancel.cancelled) return false
      if (!isWithin(record, read)) continue
      if (record.time >= from && record.time < to) records += 1
      if (beats) beat.before(record, tick)
      for (const run of runs) run.observe(record)
    }
    if (part.tick !== undefined) {
      beat.note(part.tick)
      tick(part.tick)
    }
    tooMany = runs.some(({ folding }) => folding.size > mostEpisodes)
    onProgress(part.fraction)
    return !tooMany && !cancel.cancelled
  })
  if (cancel.cancelled) return { kind: 'cancelled' }
  const [first, second] = runs.map((run) => run.end(question))
  const oldest = oldestRecord(reader)
  return {
    kind: 'answer',
    answer: {
      ...compareRuns(first ?? [], second ?? [], stored),
      records,
      complete: !tooMany && oldest !== undefined && oldest <= from && reader.problems().length === 0,
      ...(oldest === undefined ? {} : { oldest_record: oldest }),
    },
  }
}

class Run {
  readonly folding: PreviewFolding
  private readonly detection: Detection

  constructor({ profiles, learned }: PreviewQuestion, parameters: Record<string, number>, { detector, hash }: PreviewParts) {
    this.detection = new Detection([detector], { [detector.name]: parameters })
    this.detection.adopt({ [detector.name]: learned })
    this.folding = new PreviewFolding(profiles, hash)
  }

  observe(record: TelemetryRecord): void {
    this.detection.observe(record)
    if (this.detection.pending > 0) this.fold()
  }

  tick(time: number): void {
    this.detection.tick(time)
    if (this.detection.pending > 0) this.fold()
  }

  end(range: TimeRange) {
    this.detection.drain()
    this.fold()
    return this.folding.within(range)
  }

  private fold(): void {
    for (const observation of this.detection.take()) this.folding.take(observation)
  }
}

/** By the time it says or the time it came: a host with a wrong clock is seen, as it was when it was live. */
function isWithin({ time, arrival }: TelemetryRecord, { from, to }: TimeRange): boolean {
  return (time >= from && time < to) || (arrival >= from && arrival < to)
}

/** How far back the detector's longest window or learning time reaches. */
export function warmUpOf(detector: Pick<Detector, 'parameters'>, sets: readonly Record<string, number>[]): number {
  let longest = 0
  for (const { name, unit } of detector.parameters) {
    const length = unit === 'seconds' ? 1000 : unit === 'days' ? day : 0
    for (const set of sets) longest = Math.max(longest, length * (set[name] ?? 0))
  }
  return Math.min(longest, longestWarmUp)
}

function oldestRecord(reader: Pick<TelemetryReader, 'segments'>): number | undefined {
  const times = reader.segments().flatMap(({ records, min_time }) => (records > 0 ? [min_time] : []))
  return times.length === 0 ? undefined : times.reduce((least, time) => Math.min(least, time))
}
