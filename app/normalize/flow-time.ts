import type { Fields } from '../model/fields.ts'

/** A 32-bit count of milliseconds starts anew after 49.7 days. */
const uptimeWrap = 2 ** 32
const day = 86_400_000
const hour = 3_600_000
/** A flow ends this long before its export, or this long after, or its clock arithmetic is not believed. */
const longestDelay = 7 * day
const longestLead = hour

/**
 * A wrapped counter is read as the value nearest to the export, when that is within a day of it:
 * a start time that is simply wrong should be seen to be wrong, not folded into the present.
 */
function unwrap(time: number, exported: number): number {
  const wraps = Math.round((exported - time) / uptimeWrap)
  const near = time + wraps * uptimeWrap
  return wraps !== 0 && Math.abs(near - exported) <= day ? near : time
}

function isBelievable(time: number, exported: number): boolean {
  return time >= exported - longestDelay && time <= exported + longestLead
}

/** What a flow's record says about when it was. NaN: it does not say. All absolute times in milliseconds since the epoch. */
export class FlowClock {
  start = NaN
  end = NaN
  /** Milliseconds since the exporter (re)started. */
  startUptime = NaN
  endUptime = NaN
  /** When the exporter (re)started, as the record itself says. */
  initTime = NaN
  duration = NaN
  /** When the packet was exported, by its header. */
  exported = 0

  reset(exported: number): void {
    this.exported = exported
    this.start = this.end = this.startUptime = this.endUptime = this.initTime = this.duration = NaN
  }

  /**
   * Fills `event.start`, `event.end`, `event.duration` and returns the record's time: the flow's end, else its start,
   * else the header's export time, which also stands in where the flow's own times are absurd.
   * `bootTime`: start of the exporter's uptime by header or options, or NaN.
   */
  resolve(fields: Fields, bootTime: number): number {
    const { exported } = this
    const boot = firstKnown(this.initTime, bootTime)
    let end = firstKnown(this.end, unwrap(boot + this.endUptime, exported))
    let start = firstKnown(this.start, unwrap(boot + this.startUptime, exported))
    // The difference of two counters is a duration even where nothing says when the count began.
    const counted = this.endUptime - this.startUptime
    const duration = firstKnown(this.duration, Number.isNaN(counted) ? NaN : counted | 0)
    if (Number.isNaN(start)) start = end - duration
    if (Number.isNaN(end)) end = start + duration
    const span = firstKnown(end - start, duration)
    if (!Number.isNaN(start)) fields['event.start'] = Math.floor(start)
    if (!Number.isNaN(end)) fields['event.end'] = Math.floor(end)
    if (span >= 0) fields['event.duration'] = Math.round(span * 1e6)
    if (isBelievable(end, exported)) return Math.floor(end)
    if (Number.isNaN(end) && isBelievable(start, exported)) return Math.floor(start)
    return exported
  }
}

function firstKnown(a: number, b: number): number {
  return Number.isNaN(a) ? b : a
}
