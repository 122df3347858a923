import type { TimeZoneChoice } from './state/preferences.ts'

const day = 86_400_000
/** What a Date can hold (ECMA-262, section 21.4.1.1), less the widest offset of a zone. */
const mostTime = 8.64e15 - day

/** `2026-03-04 05:06:07`, in UTC or this machine's zone; with `.008` where milliseconds are asked for. */
export function formatTime(time: number, zone: TimeZoneChoice, options: { milliseconds?: boolean; date?: boolean } = {}): string {
  if (!(Math.abs(time) <= mostTime)) return '—'
  const shifted = zone === 'utc' ? time : time - new Date(time).getTimezoneOffset() * 60_000
  const iso = new Date(shifted).toISOString()
  const split = iso.indexOf('T')
  const clock = iso.slice(split + 1, options.milliseconds ? -1 : -5)
  return options.date === false ? clock : `${iso.slice(0, split)} ${clock}`
}

/** How long ago, in one unit: `now`, `42 s`, `7 min`, `3 h`, `12 d`. A time to come reads `in 5 min`. */
export function formatAge(time: number, now: number): string {
  const past = now - time
  const span = formatSpan(Math.abs(past))
  if (Math.abs(past) < 1_000) return 'now'
  return past >= 0 ? span : `in ${span}`
}

/** `just now`, `7 min ago`, `in 5 min`. */
export function formatAgo(time: number, now: number): string {
  const age = formatAge(time, now)
  if (age === 'now') return 'just now'
  return time > now ? age : `${age} ago`
}

/** A length of time in one unit, milliseconds in: `412 ms`, `42 s`, `7 min`, `3 h`, `12 d`. */
export function formatSpan(milliseconds: number): string {
  if (milliseconds < 1) return '0 s'
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 60_000) return `${Math.floor(milliseconds / 1_000)} s`
  if (milliseconds < 3_600_000) return `${Math.floor(milliseconds / 60_000)} min`
  if (milliseconds < 2 * day) return `${Math.floor(milliseconds / 3_600_000)} h`
  return `${Math.floor(milliseconds / day)} d`
}

/** Digits in groups of three: `12 345 678`. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ' ')
}

/** `1 record`, `2 000 records`. */
export function formatMany(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${Math.round(count) === 1 ? '' : 's'}`
}

/** Three digits and a letter at most: `987`, `12.3 k`, `4.56 M`. */
export function formatShort(count: number): string {
  const size = Math.abs(count)
  if (size < 1_000) return size < 10 && !Number.isInteger(count) ? count.toFixed(1) : String(Math.round(count))
  for (const [unit, letter] of [
    [1e3, 'k'],
    [1e6, 'M'],
    [1e9, 'G'],
    [1e12, 'T'],
  ] as const) {
    const scaled = size / unit
    if (scaled < 999.5 || letter === 'T') return `${(count / unit).toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0)} ${letter}`
  }
  return String(count)
}

/** `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let scaled = bytes
  let unit = 0
  while (scaled >= 1023.5 && unit < units.length - 1) {
    scaled /= 1024
    unit += 1
  }
  return `${unit === 0 || scaled >= 99.95 ? Math.round(scaled) : scaled.toFixed(1)} ${units[unit]}`
}

/** `port_scan` → `Port scan`. */
export function formatName(name: string): string {
  const words = name.replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
