export interface Difference {
  /** `retention.days`; empty for the whole. */
  path: string
  before: string | undefined
  after: string | undefined
}

/** What changed between two values, leaf by leaf. Lists are compared whole. */
export function diffOf(before: unknown, after: unknown): Difference[] {
  const old = leavesOf(before)
  const young = leavesOf(after)
  const paths = [...new Set([...old.keys(), ...young.keys()])]
  return paths.map((path) => ({ path, before: old.get(path), after: young.get(path) })).filter((one) => one.before !== one.after)
}

/** One line for a list: the first few differences, in words. */
export function summarize(differences: readonly Difference[]): string {
  if (differences.length === 0) return ''
  const shown = differences.filter(({ path }) => !unsaid.has(path)).slice(0, 3)
  const isGone = differences.every(({ after }) => after === undefined)
  return isGone
    ? `removed ${shown.map(({ path, before }) => say(path, undefined, before)).join(', ')}`.trim()
    : shown.map(({ path, before, after }) => say(path, before, after)).join(', ')
}

/** Change with every edit and say nothing that the line does not say itself: when it was, and who did it. */
const unsaid = new Set(['revision', 'updated_at', 'resolved_at', 'added_at', 'added_by', 'changed_at', 'changed_by'])
const longest = 60

function say(path: string, before: string | undefined, after: string | undefined): string {
  const name = path === '' ? '' : `${path}: `
  if (before === undefined) return `${name}${shorten(after)}`
  return `${name}${shorten(before)} → ${shorten(after)}`
}

function shorten(value: string | undefined): string {
  if (value === undefined) return 'none'
  return value.length > longest ? `${value.slice(0, longest)}…` : value
}

/** `expires_at` and its like are milliseconds since the epoch, which nobody reads. */
function isTime(path: string, value: unknown): value is number {
  return path.endsWith('_at') && typeof value === 'number' && Math.abs(value) <= 8.64e15
}

/** Nothing at all has no leaves; an empty object or list is one. */
function leavesOf(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === undefined || value === null) {
    if (path !== '' && value === null) into.set(path, 'none')
  } else if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [key, part] of Object.entries(value)) leavesOf(part, path === '' ? key : `${path}.${key}`, into)
  } else {
    into.set(path, typeof value === 'string' ? value : isTime(path, value) ? new Date(value).toISOString() : JSON.stringify(value))
  }
  return into
}
