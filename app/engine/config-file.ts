import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isMap, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import type { z } from 'zod'
import { configSchema, defaultSources, type Config } from '../model/config.ts'

export interface ConfigProblem {
  line: number
  column: number
  path: string
  message: string
}

export type ConfigResult = { kind: 'read'; config: Config } | { kind: 'refused'; problems: ConfigProblem[] }

const firstFile = `# Vedette's settings. The window edits this same file and keeps your comments.
# Every key: docs/configuration.md
version: 1

# What listens. Addresses are loopback until you choose another.
sources:
${defaultSources.map(({ id, type, address, port }) => `  - id: ${id}\n    type: ${type}\n    address: ${address}\n    port: ${port}\n`).join('')}`

/** vedette.yml: read with line and column for every problem, edited in place so that comments stay. */
export class ConfigFile {
  readonly file: string
  private readonly isNamed: boolean

  /** `isNamed`: somebody named this file, so that one that is not there is a mistake and not a beginning. */
  constructor(file: string, isNamed = false) {
    this.file = file
    this.isNamed = isNamed
  }

  /** Reads the file; the first time, writes one with the defaults. */
  read(): ConfigResult {
    try {
      if (!existsSync(this.file) && !this.isNamed) writeWhole(this.file, firstFile)
      return parseConfig(readFileSync(this.file, 'utf8'))
    } catch (error) {
      return { kind: 'refused', problems: [{ line: 1, column: 1, path: '', message: describeFileError(error) }] }
    }
  }

  /** Sets values by path (`undefined` removes) and writes the file, unless the result would be refused. */
  edit(changes: readonly { path: (string | number)[]; value: unknown }[]): ConfigResult {
    const text = existsSync(this.file) ? readFileSync(this.file, 'utf8') : firstFile
    const before = parseConfig(text)
    // Changing a file that cannot be understood could only make it worse.
    if (before.kind === 'refused') return before
    const document = parseDocument(text)
    for (const { path, value } of changes) {
      if (value === undefined) document.deleteIn(path)
      else document.setIn(path, document.createNode(value))
    }
    const changed = document.toString({ lineWidth: 0 })
    const result = parseConfig(changed)
    if (result.kind === 'read') writeWhole(this.file, changed)
    return result
  }
}

function describeFileError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file'
  return code === 'EACCES' ? 'not allowed to read it' : message
}

/** A crash while writing leaves the old file or the new one, never half of one. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

export function parseConfig(text: string): ConfigResult {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length > 0) {
    return {
      kind: 'refused',
      problems: document.errors.map((error) => ({
        line: error.linePos?.[0].line ?? 1,
        column: error.linePos?.[0].col ?? 1,
        path: '',
        message: error.message.split('\n')[0] ?? error.message,
      })),
    }
  }
  const parsed = configSchema.safeParse(document.toJS() ?? {})
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => locateIssue(issue, document, lines))
    return { kind: 'refused', problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) }
  }
  const twice = findRepeatedId(parsed.data)
  if (twice !== undefined) {
    return {
      kind: 'refused',
      problems: [
        {
          ...locate(['sources', twice, 'id'], document, lines),
          path: `sources.${twice}.id`,
          message: 'another source has this id already',
        },
      ],
    }
  }
  return { kind: 'read', config: parsed.data }
}

function findRepeatedId(config: Config): number | undefined {
  const index = config.sources.findIndex(({ id }, at) => config.sources.findIndex((other) => other.id === id) !== at)
  return index === -1 ? undefined : index
}

type Issue = z.core.$ZodIssue

function locateIssue(issue: Issue, document: Document, lines: LineCounter): ConfigProblem[] {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined]
  return keys.map((key) => {
    const path = key === undefined ? issue.path : [...issue.path, key]
    return {
      ...locate(path, document, lines),
      path: path.join('.'),
      message: key === undefined ? issue.message : `there is no key "${key}"`,
    }
  })
}

/** Line and column of a path, or of the nearest thing above it that exists. */
function locate(path: readonly PropertyKey[], document: Document, lines: LineCounter): { line: number; column: number } {
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsetOf(path.slice(0, length), document)
    if (offset !== undefined) {
      const { line, col } = lines.linePos(offset)
      return { line, column: col }
    }
  }
  return { line: 1, column: 1 }
}

function offsetOf(path: readonly PropertyKey[], document: Document): number | undefined {
  const parent = document.getIn(path.slice(0, -1), true) as Node | undefined
  const last = path.at(-1)
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => String((key as { value?: unknown } | null)?.value) === String(last))
    return (pair?.key as Node | undefined)?.range?.[0]
  }
  if (isSeq(parent)) return (parent.items[Number(last)] as Node | undefined)?.range?.[0]
  return undefined
}
