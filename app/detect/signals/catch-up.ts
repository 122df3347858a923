import type { TelemetryRecord } from '../../model/record.ts'
import { partOf, reconsider, type Lane } from './lane.ts'
import { advance, domainOf, type Lanes, type SavedLanes } from './lanes.ts'
import type { StreamRun } from './stream-run.ts'

export interface PastOfStream {
  /** Clocks as the history left them. */
  lanes: SavedLanes
  /** Records that came meanwhile, the history's own left out. */
  held: readonly TelemetryRecord[]
  takeUp: (lane: Lane, keys: readonly string[]) => void
}

/** For this stream alone it is as late as its history goes; then the records held since are judged, until all is caught up. */
export function catchUp(run: StreamRun, lanes: Lanes, { lanes: saved, held, takeUp }: PastOfStream): void {
  const { name } = run.plan
  const clocks = new Map<Lane, number>()
  const turnBack = (domain: string, now: number): Lane => {
    const lane = lanes.find(domain) ?? lanes.at(domain, now)
    if (!clocks.has(lane)) {
      clocks.set(lane, Math.max(lane.now, now))
      lane.now = now
    }
    return lane
  }
  for (const [domain, { now, parts }] of saved.entries) {
    const lane = turnBack(domain, now)
    for (const [stream, keys] of parts) if (stream === name) takeUp(lane, keys)
    partOf(lane, name).due = -Infinity
  }
  for (const record of held) {
    const lane = turnBack(domainOf(record), record.time)
    advance(lane, record.time)
    const part = partOf(lane, name)
    if (lane.now >= part.due) part.due = run.closeDue(part, lane)
    const key = run.plan.keyOf(record)
    if (key !== undefined) run.take(record, key, lane)
  }
  for (const [lane, now] of clocks) {
    lane.now = now
    reconsider(lane)
  }
}
