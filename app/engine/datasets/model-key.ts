import { chmodSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import type { Environment } from '../config-text.ts'

export type ModelKey = { from: 'none' | 'unsafe'; key: null } | { from: 'environment' | 'file'; key: string }

const name = 'ANTHROPIC_API_KEY'

/** The key of the language model: of the environment, else of a file that nobody but its owner may read. It is in no database, no log and no answer. */
export class ModelKeyFile {
  private readonly file: string
  private readonly environment: Environment

  constructor(file: string, environment: Environment) {
    this.file = file
    this.environment = environment
  }

  read(): ModelKey {
    const set = this.environment[name]?.trim()
    if (set !== undefined && set !== '') return { from: 'environment', key: set }
    if (!existsSync(this.file)) return { from: 'none', key: null }
    // Elsewhere permissions say nothing.
    if (process.platform !== 'win32' && (statSync(this.file).mode & 0o077) !== 0) return { from: 'unsafe', key: null }
    const key = readFileSync(this.file, 'utf8').trim()
    return key === '' ? { from: 'none', key: null } : { from: 'file', key }
  }

  write(key: string | null): void {
    if (key === null) return rmSync(this.file, { force: true })
    const fresh = `${this.file}.new`
    rmSync(fresh, { force: true })
    writeFileSync(fresh, `${key.trim()}\n`, { mode: 0o600 })
    chmodSync(fresh, 0o600)
    renameSync(fresh, this.file)
  }
}
