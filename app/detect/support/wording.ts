const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** `850 ms`, `58 s`, `4 min 10 s`, `3 h 5 min`, `2 d 4 h`; years where days tell nothing any more. Milliseconds in. */
export function formatDuration(duration: number): string {
  const length = Math.abs(duration)
  if (length < second) return `${Math.round(length)} ms`
  if (length < minute) return `${formatNumber(length / second)} s`
  if (length < hour) return inTwo(Math.round(length / second), 60, 'min', 's')
  if (length < day) return inTwo(Math.round(length / minute), 60, 'h', 'min')
  if (length < 730 * day) return inTwo(Math.round(length / hour), 24, 'd', 'h')
  return `${formatNumber(length / (365.25 * day))} years`
}

function inTwo(units: number, base: number, large: string, small: string): string {
  const rest = units % base
  return rest === 0 ? `${units / base} ${large}` : `${Math.floor(units / base)} ${large} ${rest} ${small}`
}

/** Three significant digits at most below 100, whole above: `0.042`, `9.5`, `58`, `12 400`. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 100) {
    return Math.round(value)
      .toString()
      .replace(/\B(?=(\d{3})+(?!\d))/g, ' ')
  }
  return String(Number(value.toPrecision(Math.abs(value) >= 10 ? 2 : 3)))
}

/** `1 login`, `31 logins`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatNumber(count)} ${count === 1 ? noun : plural}`
}

/** `alice`, `alice and bob`, `alice, bob and 3 more`: telemetry names, cut to a length that fits a sentence. */
export function listNames(names: readonly string[], total = names.length): string {
  const shown = names.slice(0, 2).map((name) => (name.length > 64 ? `${name.slice(0, 63)}…` : name))
  const more = total - shown.length
  if (more > 0) return `${shown.join(', ')} and ${formatNumber(more)} more`
  return shown.join(' and ')
}
