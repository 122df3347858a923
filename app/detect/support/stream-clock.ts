import { LruMap, type LruSnapshot } from './lru.ts'

const minute = 60_000
const hour = 60 * minute
/** A heartbeat after a longer pause says that the engine was away, not that the senders were silent. */
const longestHeartbeatPause = 5 * minute
const maxDomains = 4096
/** Of two hosts, one that has kept time with the other for so long may go on alone, by small steps. */
const apprenticeship = 30 * minute

interface Domain {
  /** Added to the domain's own time to give stream time. */
  offset: number
  /** Its newest own time. */
  last: number
  /** Its newest stream time. */
  position: number
  /** How much time it has gone along with the others. */
  vouched: number
}

/**
 * Time for detectors of absence, which no single record can tell. Until a heartbeat is seen (a replay has none) it
 * moves as the second-most-advanced clock domain does: two hosts must agree that time has passed. Heartbeats, once
 * seen, move it alone. Differences mean something, its absolute value need not.
 *
 * A domain found more than an hour ahead is taken along by its rate, from where the stream stands; one behind says
 * nothing until it catches up, so that a second file about the same day does not count as a second day. A domain
 * alone may lead by a minute, or by its own last step. So one host with a wrong clock neither stalls nor advances it.
 * Where only two ever kept time together and one falls silent, the other goes on by itself.
 */
export class StreamClock {
  private readonly domains = new LruMap<Domain>(maxDomains)
  private time: number | undefined
  private origin = 0
  /** Domains that have vouched for any time. */
  private participants = 0
  private leader: string | undefined
  private heartbeat: number | undefined

  /** Milliseconds that have passed since two domains or a heartbeat were first seen; 0 before. */
  get passed(): number {
    return this.time === undefined ? 0 : this.time - this.origin
  }

  /** The latest heartbeat, if there was one: this machine's own clock. */
  get trusted(): number | undefined {
    return this.heartbeat
  }

  tick(time: number): void {
    if (this.time === undefined) this.begin(time)
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
      if (lead > -minute) this.vouch(domain, Math.min(step, minute))
      return
    }
    const allowed = lead > hour ? 0 : Math.min(lead, Math.max(minute, step))
    domain.offset -= lead - allowed
    domain.position = this.time + allowed
    if (this.participants === 2 && domain.vouched >= apprenticeship && step <= minute) this.time = domain.position
    else this.advance(name, domain)
  }

  snapshot(): unknown {
    const { time, origin, leader, heartbeat, participants } = this
    return { domains: this.domains.snapshot(), time, origin, leader, heartbeat, participants }
  }

  restore(state: unknown): void {
    const saved = state as {
      domains: LruSnapshot<unknown>
      time?: number
      origin: number
      leader?: string
      heartbeat?: number
      participants: number
    }
    this.domains.restore(saved.domains, (value) => value as Domain)
    this.time = saved.time
    this.origin = saved.origin
    this.participants = saved.participants
    this.leader = saved.leader
    this.heartbeat = saved.heartbeat
  }

  private enter(name: string, time: number): void {
    if (this.time === undefined && this.domains.size === 1 && this.domains.peek(name) === undefined) {
      for (const other of this.domains.values()) this.begin(Math.min(time, other.position))
    }
    const lead = this.time === undefined ? 0 : time - this.time
    const offset = lead > minute ? -lead : 0
    const known = this.domains.peek(name)
    const domain: Domain = { offset, last: time, position: time + offset, vouched: known?.vouched ?? 0 }
    const gone = this.domains.set(name, domain)
    if (gone !== undefined && gone.vouched > 0) this.participants -= 1
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
    this.vouch(domain, this.time - now)
    this.vouch(leader, this.time - now)
    if (domain.position > leader.position) this.leader = name
  }

  private vouch(domain: Domain, passed: number): void {
    if (passed === 0) return
    if (domain.vouched === 0) this.participants += 1
    domain.vouched += passed
  }

  private begin(time: number): void {
    this.time = time
    this.origin = time
  }
}
