/** Domains consulted: the ones that spoke last. */
const maxRecent = 16
/** One that has not spoken for so many records is of another file, or gone. */
const staleAfter = 20_000
/** Between heartbeats, hosts that are live drift from this machine by no more than this. Milliseconds. */
const liveDrift = 30_000

/** No backlog and no other file of the same week explains this. Milliseconds. */
export const grossSkew = 2 * 86_400_000

interface Voice {
  name: string
  time: number
  /** Which record of the stream it was. */
  ordinal: number
}

export interface Reference {
  time: number
  kind: 'this machine' | 'the other hosts'
}

/**
 * What time it is, as most hosts have it or, in a live stream, as this machine does. A stream is live when the hosts
 * keep a steady distance from the heartbeats; a day replayed through the listeners in a minute does not.
 */
export class Consensus {
  /** The one that spoke last at the end. */
  private voices: Voice[] = []
  private ordinal = 0
  private heartbeat: number | undefined
  private distance: number | undefined
  private isLive = false

  see(name: string, time: number): void {
    this.ordinal += 1
    let at = this.voices.length - 1
    while (at >= 0 && this.voices[at]!.name !== name) at -= 1
    const voice = at === -1 ? { name, time, ordinal: 0 } : this.voices[at]!
    voice.time = time
    voice.ordinal = this.ordinal
    if (at !== -1 && at === this.voices.length - 1) return
    if (at !== -1) this.voices.splice(at, 1)
    else if (this.voices.length >= maxRecent) this.voices.shift()
    this.voices.push(voice)
  }

  tick(time: number): void {
    this.heartbeat = time
    const median = this.majority('', liveDrift)
    if (median === undefined) {
      this.isLive = true
      return
    }
    const distance = median - time
    this.isLive = this.distance !== undefined && Math.abs(distance - this.distance) <= liveDrift
    this.distance = distance
  }

  /**
   * The time to judge a domain by, whose own record says `asked`; undefined where more than half of the other hosts do
   * not agree to within `tolerance`, or a tenth of a gross difference: quiet hosts lag behind the talkative by minutes,
   * which matters little against days.
   */
  reference(name: string, asked: number, tolerance: number): Reference | undefined {
    if (this.heartbeat !== undefined && this.isLive) return { time: this.heartbeat, kind: 'this machine' }
    const time = this.majority(name, tolerance, asked)
    return time === undefined ? undefined : { time, kind: 'the other hosts' }
  }

  snapshot(): unknown {
    const { voices, ordinal, heartbeat, distance, isLive } = this
    return { voices, ordinal, heartbeat, distance, isLive }
  }

  restore(state: unknown): void {
    const saved = state as { voices: Voice[]; ordinal: number; heartbeat?: number; distance?: number; isLive: boolean }
    this.voices = saved.voices
    this.ordinal = saved.ordinal
    this.heartbeat = saved.heartbeat
    this.distance = saved.distance
    this.isLive = saved.isLive
  }

  /** Median time of all domains but one, if more than half of all agree with it. */
  private majority(except: string, tolerance: number, asked?: number): number | undefined {
    if (this.voices.length < 3) return undefined
    const times: number[] = []
    for (const voice of this.voices) if (voice.name !== except && voice.ordinal > this.ordinal - staleAfter) times.push(voice.time)
    if (times.length < 2) return undefined
    times.sort((a, b) => a - b)
    const median = times[times.length >> 1]!
    const apart = asked === undefined ? 0 : Math.abs(asked - median)
    const within = apart > grossSkew ? Math.max(tolerance, apart / 10) : tolerance
    let agreeing = 0
    for (const time of times) if (Math.abs(time - median) <= within) agreeing += 1
    return 2 * agreeing > times.length + 1 ? median : undefined
  }
}
