import type { Series } from './series.ts'

/** Further back than this a clock was set back, or an older file is read: it is no straggler. Milliseconds. */
export const nearness = 3_600_000

/** The signals of one stream whose windows a clock closes. */
export interface LanePart {
  /** When the first of their windows is over, lateness included. */
  due: number
  series: Map<string, Series>
}

/**
 * Where one clock stands: a host's, an exporter's, an application's. Each closes the windows that it opened, so that one
 * that is a day ahead closes nobody else's.
 */
export interface Lane {
  domain: string
  /** Its newest time; earlier again once it was set back. */
  now: number
  /** The least of its parts'. */
  due: number
  /** By stream. */
  parts: Map<string, LanePart>
}

export function makeLane(domain: string, now: number): Lane {
  return { domain, now, due: Infinity, parts: new Map() }
}

export function partOf(lane: Lane, stream: string): LanePart {
  let part = lane.parts.get(stream)
  if (part === undefined) {
    part = { due: Infinity, series: new Map() }
    lane.parts.set(stream, part)
  }
  return part
}

export function expect(lane: Lane, part: LanePart, due: number): void {
  if (due < part.due) part.due = due
  if (due < lane.due) lane.due = due
}

/** Whatever was thought of its windows is thought over again. */
export function reconsider(lane: Lane): void {
  lane.due = -Infinity
  for (const part of lane.parts.values()) part.due = -Infinity
}
