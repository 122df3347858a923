import { LruMap, type LruSnapshot } from './lru.ts'

const minute = 60_000
const hour = 60 * minute
/** A heartbeat after a longer pause says that the engine was away, not that the senders were silent. */
const longestHeartbeatPause = 5 * minute
const maxDomains = 4096

interface Domain {
  /** Added to the domain's own time to give stream time. */
  offset: number
  /** Its newest own time. */
  last: number
  /** Its newest stream time. */
  position: number
}

/**
 * Time for detectors of absence, which no single record can tell. Until a heartbeat is seen (a replay has none) it
 * moves as the second-most-advanced clock domain does: two hosts must agree that time has passed. Heartbeats, once
 * seen, move it alone. Differences mean something, its absolute value need not.
 *
 * A domain found more than an hour ahead is taken along by its rate, from where the stream stands; one behind says
 * nothing until it catches up, so that a second file about the same day does not count as a second day. A domain
 * alone may lead by a minute, or by its own last step. So one host with a wrong clock neither stalls nor advances it.
 */
export class StreamClock {
  private readonly domains = new LruMap<Domain>(maxDomains)
  private time: number | undefined
  private leader: string | undefined
  private heartbeat: number | undefined

  /** Milliseconds; undefined until two domains or a heartbeat were seen. */
  get now(): number | undefined {
    return this.time
  }

  /** The latest heartbeat, if there was one: this machine's own clock. */
  get trusted(): number | undefined {
    return this.heartbeat
  }

  tick(time: number): void {
    if (this.time === undefined) this.time = time
    else if (this.heartbeat !== undefined) {
      const passed = time - this.heartbeat
      if (passed > 0 && passed <= longestHeartbeatPause) this.time += passed
    }
    this.heartbeat = time
  }

  observe(name: string, time: number): void {
    if (this.heartbeat !== undefined) return
    const domain = this.domains.get(name)
    if (domain === undefined || time < domain.last - hour) {
      this.enter(name, time)
      return
    }
    const step = time - domain.last
    if (step <= 0) return
    domain.last = time
    if (this.time === undefined) {
      domain.position = time
      return
    }
    const lead = time + domain.offset - this.time
    if (lead <= 0) {
      domain.position = time + domain.offset
      return
    }
    const allowed = lead > hour ? 0 : Math.min(lead, Math.max(minute, step))
    domain.offset -= lead - allowed
    domain.position = this.time + allowed
    this.advance(name, domain)
  }

  snapshot(): unknown {
    return { domains: this.domains.snapshot(), time: this.time, leader: this.leader, heartbeat: this.heartbeat }
  }

  restore(state: unknown): void {
    const saved = state as { domains: LruSnapshot<unknown>; time?: number; leader?: string; heartbeat?: number }
    this.domains.restore(saved.domains, (value) => value as Domain)
    this.time = saved.time
    this.leader = saved.leader
    this.heartbeat = saved.heartbeat
  }

  private enter(name: string, time: number): void {
    if (this.time === undefined && this.domains.size === 1 && this.domains.peek(name) === undefined) {
      for (const other of this.domains.values()) this.time = Math.min(time, other.position)
    }
    const lead = this.time === undefined ? 0 : time - this.time
    const offset = lead > minute ? -lead : 0
    const domain: Domain = { offset, last: time, position: time + offset }
    this.domains.set(name, domain)
    if (this.time !== undefined) this.advance(name, domain)
  }

  /** The leader is the domain furthest ahead; the time is where the next one stands. */
  private advance(name: string, domain: Domain): void {
    const now = this.time!
    if (domain.position <= now || name === this.leader) return
    const leader = this.leader === undefined ? undefined : this.domains.peek(this.leader)
    if (leader === undefined || leader.position <= now) {
      this.leader = name
      return
    }
    this.time = Math.min(domain.position, leader.position)
    if (domain.position > leader.position) this.leader = name
  }
}
