import type Database from 'better-sqlite3'
import { decodeBlock, type Decoded } from './block-decoder.ts'
import { decompress } from './compression.ts'

/** `missing`: merged into another block, or dropped, since the caller learnt of it. */
export type Loaded = Decoded | { kind: 'missing' }

/** Fetches blocks of one segment file; the raw bytes only when somebody asks for them. */
export class BlockLoader {
  private readonly selectBody: Database.Statement
  private readonly selectPart: Database.Statement
  private readonly selectRaw: Database.Statement
  private readonly selectFilter: Database.Statement

  constructor(database: Database.Database) {
    this.selectBody = database.prepare('SELECT body FROM block WHERE id = ?')
    this.selectPart = database.prepare('SELECT columns FROM part WHERE id = ?')
    this.selectRaw = database.prepare('SELECT bytes FROM raw WHERE id = ?')
    this.selectFilter = database.prepare('SELECT bits FROM filter WHERE id = ?')
  }

  /** Use the block within the transaction that loaded it: a merge may give its id to a larger one. */
  load(id: number): Loaded {
    const row = this.selectBody.get(id) as { body: Buffer | null } | undefined
    if (row === undefined) return { kind: 'missing' }
    if (row.body !== null) {
      const body = decompress(row.body)
      return body === undefined ? { kind: 'corrupt', message: `block ${id} does not unpack` } : decodeBlock(body)
    }
    const part = this.selectPart.get(id) as { columns: Buffer } | undefined
    if (part === undefined) return { kind: 'missing' }
    const columns = decompress(part.columns)
    if (columns === undefined) return { kind: 'corrupt', message: `block ${id} does not unpack` }
    return decodeBlock(columns, () => this.loadRaw(id))
  }

  filter(id: number): Uint8Array | undefined {
    return (this.selectFilter.get(id) as { bits: Buffer } | undefined)?.bits
  }

  private loadRaw(id: number): Uint8Array | undefined {
    const row = this.selectRaw.get(id) as { bytes: Buffer } | undefined
    return row === undefined ? undefined : decompress(row.bytes)
  }
}
