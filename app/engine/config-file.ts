import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { defaultSources } from '../model/config.ts'
import { parseConfig, type ConfigResult, type Environment } from './config-text.ts'

const firstFile = `# Vedette's settings. The window edits this same file and keeps your comments.
# Every key: docs/configuration.md
version: 1

# What listens. Addresses are loopback until you choose another.
sources:
${defaultSources.map(({ id, type, address, port }) => `  - id: ${id}\n    type: ${type}\n    address: ${address}\n    port: ${port}\n`).join('')}`

/** vedette.yml, with the environment over it: read with line and column for every problem, edited in place so that comments stay. */
export class ConfigFile {
  readonly file: string
  private readonly isNamed: boolean
  private readonly environment: Environment

  /** `isNamed`: somebody named this file, so that one that is not there is a mistake and not a beginning. */
  constructor(file: string, isNamed = false, environment: Environment = {}) {
    this.file = file
    this.isNamed = isNamed
    this.environment = environment
  }

  /** Reads the file; the first time, writes one with the defaults. */
  read(): ConfigResult {
    try {
      if (!existsSync(this.file) && !this.isNamed) writeWhole(this.file, firstFile)
      return parseConfig(readFileSync(this.file, 'utf8'), this.environment)
    } catch (error) {
      return { kind: 'refused', problems: [{ line: 1, column: 1, path: '', message: describeFileError(error) }] }
    }
  }

  /** Sets values by path (`undefined` removes) and writes the file, unless the result would be refused. */
  edit(changes: readonly { path: (string | number)[]; value: unknown }[]): ConfigResult {
    const text = existsSync(this.file) ? readFileSync(this.file, 'utf8') : firstFile
    const before = parseConfig(text, this.environment)
    // Changing a file that cannot be understood could only make it worse.
    if (before.kind === 'refused') return before
    const document = parseDocument(text)
    for (const { path, value } of changes) {
      if (value === undefined) document.deleteIn(path)
      else document.setIn(path, document.createNode(value))
    }
    const changed = document.toString({ lineWidth: 0 })
    const result = parseConfig(changed, this.environment)
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
