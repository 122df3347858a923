import { RE2JS } from 're2js'

/** Names of datasets that are left alone. RE2: a pattern takes time linear in the name, whatever it is. */
export interface Exclusions {
  matches(dataset: string): boolean
}

export type ExclusionReading =
  { kind: 'read'; exclusions: Exclusions } | { kind: 'refused'; problems: { index: number; message: string }[] }

/** `anomalies_.*,dq_.*` */
export function splitPatterns(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** Each is looked for anywhere in the name. One that is no pattern is a problem of the whole: left out in silence, it would let through what it was to hold. */
export function readExclusions(patterns: readonly string[]): ExclusionReading {
  const problems: { index: number; message: string }[] = []
  const compiled = patterns.flatMap((pattern, index) => {
    try {
      return [RE2JS.compile(pattern)]
    } catch (error) {
      problems.push({ index, message: `"${pattern}" is no regular expression: ${describe(error)}` })
      return []
    }
  })
  if (problems.length > 0) return { kind: 'refused', problems }
  return { kind: 'read', exclusions: { matches: (dataset) => compiled.some((pattern) => pattern.matcher(dataset).find()) } }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error)
}
