import { clockDomain, type TelemetryRecord } from '../../model/record.ts'
import { LruMap } from '../support/lru.ts'
import { makeLane, nearness, reconsider, type Lane } from './lane.ts'

/** As many as a stream may have keys, twice: applications keep their own time. */
const maxLanes = 200_000
/** A clock this near to a heartbeat is one of those that tell the time now: heartbeats carry it on. Milliseconds. */
const livePace = 60_000

interface SavedLane {
  domain: string
  now: number
  /** Keys by stream, in their order. */
  parts: [string, string[]][]
}

export interface SavedLanes {
  entries: [string, SavedLane][]
  evicted: number
}

/** The clocks that records tell of, each with the windows that it closes. */
export class Lanes {
  private readonly lanes = new LruMap<Lane>(maxLanes)
  private latest: Lane | undefined

  /** Of the record's clock, which it sets forward, or back. */
  tell(record: TelemetryRecord): Lane {
    const domain = domainOf(record)
    const lane = this.latest?.domain === domain ? this.latest : this.at(domain, record.time)
    // What could not be read has no time but that of its arrival.
    if (record.fields['event.kind'] !== 'pipeline_error') advance(lane, record.time)
    return lane
  }

  /** Carries on those that tell the time now. */
  *beat(time: number): Generator<Lane> {
    for (const lane of this.lanes.values()) {
      if (Math.abs(time - lane.now) > livePace) continue
      if (time > lane.now) lane.now = time
      yield lane
    }
  }

  at(domain: string, time: number): Lane {
    let lane = this.lanes.get(domain)
    if (lane === undefined) {
      lane = makeLane(domain, time)
      this.lanes.set(domain, lane)
    }
    this.latest = lane
    return lane
  }

  find(domain: string): Lane | undefined {
    return this.lanes.peek(domain)
  }

  /** Nobody waits for the windows of these streams any more. */
  forget(streams: Iterable<string>): void {
    const names = [...streams]
    if (names.length === 0) return
    for (const lane of this.lanes.values()) for (const name of names) lane.parts.delete(name)
  }

  snapshot(): SavedLanes {
    const { entries, evicted } = this.lanes.snapshot()
    return { entries: entries.map(([name, lane]) => [name, saveLane(lane)]), evicted }
  }

  /** `takeUp` finds the signals of a stream by their keys. */
  restore(saved: SavedLanes, takeUp: (lane: Lane, stream: string, keys: readonly string[]) => void): void {
    this.latest = undefined
    this.lanes.restore(saved, (value) => {
      const { domain, now, parts } = value as SavedLane
      const lane = makeLane(domain, now)
      for (const [stream, keys] of parts) takeUp(lane, stream, keys)
      reconsider(lane)
      return lane
    })
  }
}

/**
 * Applications keep their own time: one file may hold a year of one, then the same year of another. So they do in each stream: one
 * may be told of yesterday while another is told of now.
 */
export function domainOf(record: TelemetryRecord): string {
  const application = record.fields['vedette.application']
  return application === undefined ? clockDomain(record) : `${record.source}\n${application}`
}

export function advance(lane: Lane, time: number): void {
  if (time > lane.now) lane.now = time
  else if (time < lane.now - nearness) {
    lane.now = time
    reconsider(lane)
  }
}

function saveLane({ domain, now, parts }: Lane): SavedLane {
  return { domain, now, parts: [...parts].map(([stream, { series }]) => [stream, [...series.keys()]]) }
}
