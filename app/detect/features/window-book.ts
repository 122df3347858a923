import { clockDomain, type TelemetryRecord } from '../../model/record.ts'
import { listEvidence } from '../support/evidence.ts'
import { LruMap, type LruSnapshot } from '../support/lru.ts'
import { copyState } from '../support/state.ts'
import type { Feature } from './catalogue.ts'
import { addSighting, makeWindow, mostMet, type EntityWindow } from './entity-window.ts'
import type { FeatureRow } from './feature-rows.ts'
import type { EntitySet } from './feature-set.ts'
import { clearSighting, makeSighting } from './sighting.ts'

type EmitRows = (rows: FeatureRow[]) => void

/** Of all clocks together. */
const mostWindows = 8192
const mostDomains = 2048
/** How long after its end a window takes late records: a fifth of its length, at most. Milliseconds. */
const longestGrace = 120_000

/** One clock's windows. Plain but for the maps. */
interface Domain {
  /** Of the window that is open, in window lengths since the epoch; windows up to `closed` take nothing any more. */
  index: number
  closed: number
  latest: number
  /** The newest heartbeat when its latest record came; 0 before the first. */
  beat: number
  open: Map<string, EntityWindow>
  /** Of the window before, as long as records may come late for it. */
  previous: Map<string, EntityWindow>
}

/**
 * The windows of entities, by clock: they are as long as each other, begin at multiples of their length since the epoch, and
 * end when their own clock says so (or a heartbeat does, for a clock that agrees with ours). A clock that was set back begins anew.
 */
export class WindowBook {
  private readonly domains = new LruMap<Domain>(mostDomains)
  /** By clock and entity, the peers met last. */
  private readonly acquaintances = new LruMap<number[]>(mostWindows)
  private readonly sighting = makeSighting()
  private windows = 0
  private beat = 0
  private turnedAway = 0
  private readonly set: EntitySet
  private readonly features: readonly Feature[]
  private readonly length: number
  private readonly grace: number

  constructor(set: EntitySet, features: readonly Feature[], length: number) {
    this.set = set
    this.features = features
    this.length = length
    this.grace = Math.min(longestGrace, length / 5)
  }

  observe(record: TelemetryRecord, emit: EmitRows): void {
    const { sighting, length } = this
    clearSighting(sighting)
    if (!this.set.read(record, sighting)) return
    const { time } = record
    const name = clockDomain(record)
    const index = Math.floor(time / length)
    const domain = this.domains.get(name) ?? this.begin(name, index)
    if (index > domain.index) this.advance(name, domain, index, emit)
    else if (index < domain.index - 1) this.setBack(name, domain, index, emit)
    if (domain.previous.size > 0 && time >= domain.index * length + this.grace) this.closePrevious(name, domain, emit)
    domain.latest = time
    domain.beat = this.beat
    if (index <= domain.closed) {
      this.turnedAway += 1
      return
    }
    const place = index === domain.index ? domain.open : domain.previous
    const window = place.get(sighting.entity) ?? this.open(place, record, index)
    if (window === undefined) return
    addSighting(window, sighting, record.seq, time, this.acquaintances.peek(`${name}\n${sighting.entity}`))
  }

  tick(time: number, emit: EmitRows): void {
    this.beat = time
    for (const name of this.domains.keys()) {
      const domain = this.domains.peek(name)!
      // Only a clock that ran with ours when it was heard last can be told the time by us.
      if (domain.beat === 0 || Math.abs(domain.latest - domain.beat) > this.length) continue
      if (domain.previous.size > 0 && time >= domain.index * this.length + this.grace) this.closePrevious(name, domain, emit)
      if (domain.open.size > 0 && time >= (domain.index + 1) * this.length + this.grace) this.closeOpen(name, domain, emit)
    }
  }

  snapshot(): unknown {
    const { entries, evicted } = this.domains.snapshot()
    const domains = entries.map(([name, { open, previous, ...plain }]) => [name, { ...plain, open: [...open], previous: [...previous] }])
    const { windows, beat, turnedAway } = this
    return copyState({ domains: { entries: domains, evicted }, acquaintances: this.acquaintances.snapshot(), windows, beat, turnedAway })
  }

  restore(state: unknown): void {
    const saved = state as {
      domains: LruSnapshot<unknown>
      acquaintances: LruSnapshot<unknown>
      windows: number
      beat: number
      turnedAway: number
    }
    this.domains.restore(saved.domains, (value) => {
      const { open, previous, ...plain } = value as Omit<Domain, 'open' | 'previous'> &
        Record<'open' | 'previous', [string, EntityWindow][]>
      return { ...plain, open: new Map(open), previous: new Map(previous) }
    })
    this.acquaintances.restore(saved.acquaintances, (value) => value as number[])
    this.windows = saved.windows
    this.beat = saved.beat
    this.turnedAway = saved.turnedAway
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.windows, evicted: this.turnedAway + this.acquaintances.evicted }
  }

  private begin(name: string, index: number): Domain {
    const domain: Domain = { index, closed: index - 1, latest: 0, beat: 0, open: new Map(), previous: new Map() }
    const gone = this.domains.set(name, domain)
    if (gone !== undefined) {
      this.windows -= gone.open.size + gone.previous.size
      this.turnedAway += gone.open.size + gone.previous.size
    }
    return domain
  }

  /** Undefined when there is no room: whoever comes first in a window is followed to its end. */
  private open(place: Map<string, EntityWindow>, record: TelemetryRecord, index: number): EntityWindow | undefined {
    if (this.windows >= mostWindows) {
      this.turnedAway += 1
      return undefined
    }
    const { entity } = this.sighting
    const window = makeWindow(entity, record.source, index * this.length, this.length, record.seq, record.time)
    place.set(entity, window)
    this.windows += 1
    return window
  }

  private advance(name: string, domain: Domain, index: number, emit: EmitRows): void {
    this.closePrevious(name, domain, emit)
    if (index === domain.index + 1) {
      domain.previous = domain.open
      domain.open = new Map()
    } else this.closeOpen(name, domain, emit)
    domain.index = index
    domain.closed = Math.max(domain.closed, index - 2)
  }

  private setBack(name: string, domain: Domain, index: number, emit: EmitRows): void {
    this.closePrevious(name, domain, emit)
    this.closeOpen(name, domain, emit)
    domain.index = index
    domain.closed = index - 1
  }

  private closePrevious(name: string, domain: Domain, emit: EmitRows): void {
    const ended = domain.previous
    domain.previous = new Map()
    domain.closed = Math.max(domain.closed, domain.index - 1)
    this.end(name, ended, emit)
  }

  private closeOpen(name: string, domain: Domain, emit: EmitRows): void {
    const ended = domain.open
    domain.open = new Map()
    domain.closed = Math.max(domain.closed, domain.index)
    this.end(name, ended, emit)
  }

  private end(name: string, ended: ReadonlyMap<string, EntityWindow>, emit: EmitRows): void {
    if (ended.size === 0) return
    this.windows -= ended.size
    const rows: FeatureRow[] = []
    for (const window of ended.values()) {
      rows.push(this.makeRow(window))
      const key = `${name}\n${window.entity}`
      const before = this.acquaintances.peek(key) ?? []
      this.acquaintances.set(key, [...window.met, ...before.filter((hash) => !window.met.includes(hash))].slice(0, mostMet))
    }
    emit(rows)
  }

  private makeRow(window: EntityWindow): FeatureRow {
    const { entity, source, start, length, first, last, first_seq, records, evidence } = window
    const values = this.features.map(({ measure }) => measure(window))
    const times = { from: start, to: start + length, first_seen: first, last_seen: last }
    return { entity, source, ...times, first_seq, records, evidence: listEvidence(evidence), values }
  }
}
