/** Two bins an octave from one millisecond to more than a day. */
const bins = 56
/** Older habits fade: everything is halved whenever so much time has been learned. A week, in milliseconds. */
const memory = 7 * 86_400_000

/**
 * How long the pauses of a sender usually are. Every pause weighs as much as it lasts: counted by number, the hourly
 * pause of a sender that writes a thousand lines at a time would drown among its thousand gaps of nothing. Plain data.
 */
export interface GapProfile {
  /** Milliseconds spent in pauses of each bin. */
  time: number[]
  total: number
}

export function makeGapProfile(): GapProfile {
  return { time: new Array<number>(bins).fill(0), total: 0 }
}

/** A pause in whole milliseconds, at most a day or so. */
export function addGap(profile: GapProfile, gap: number): void {
  if (gap < 1) return
  profile.time[binOf(gap)]! += gap
  profile.total += gap
  if (profile.total < memory) return
  for (let bin = 0; bin < bins; bin += 1) profile.time[bin]! /= 2
  profile.total /= 2
}

/** The pause below which the sender has spent this share of its time, rounded up to its bin (at most half too long). */
export function quantileGap(profile: GapProfile, share: number): number {
  let sum = 0
  for (let bin = 0; bin < bins; bin += 1) {
    sum += profile.time[bin]!
    if (sum >= share * profile.total) return upperEdge(bin)
  }
  return upperEdge(bins - 1)
}

function binOf(gap: number): number {
  const octave = 31 - Math.clz32(Math.min(gap, 2 ** 31 - 1))
  const half = octave === 0 ? 0 : (gap >> (octave - 1)) & 1
  return Math.min(bins - 1, 2 * octave + half)
}

function upperEdge(bin: number): number {
  const octave = bin >> 1
  return bin % 2 === 0 ? 1.5 * 2 ** octave : 2 ** (octave + 1)
}
