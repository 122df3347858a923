import { colon, space } from './text-scan.ts'
import { fixedOffset, type TimeZone } from './time-zone.ts'

/** Abbreviations that devices write after the time, where one meaning prevails (IST, say, has three). */
const minutesEast: Record<string, number> = {
  UTC: 0,
  GMT: 0,
  WET: 0,
  WEST: 60,
  BST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  JST: 540,
  KST: 540,
  AEST: 600,
  AEDT: 660,
  NZST: 720,
  NZDT: 780,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
}

const namedZones = new Map(Object.entries(minutesEast).map(([name, minutes]) => [name, fixedOffset(minutes)]))

/** The abbreviation at `at` (` CET`), with the index after it. */
export function readZoneName(text: string, at: number): { zone: TimeZone; end: number } | undefined {
  let end = at
  while (end < at + 5 && text.charCodeAt(end) >= 65 && text.charCodeAt(end) <= 90) end += 1
  if (end - at < 3) return undefined
  const next = text.charCodeAt(end)
  if (next !== space && next !== colon) return undefined
  const zone = namedZones.get(text.slice(at, end))
  return zone && { zone, end }
}
