import type Database from 'better-sqlite3'
import type { TelemetryRecord } from '../model/record.ts'
import { decodeBlock, encodeBlock } from './block-codec.ts'
import { compress, decompress } from './compression.ts'

/** Records that are evidence of an event and whose segment is gone; each a block of one. */
export class EvidenceStore {
  private readonly database: Database.Database

  constructor(database: Database.Database) {
    this.database = database
  }

  keep(records: readonly TelemetryRecord[]): void {
    const insert = this.database.prepare('INSERT OR IGNORE INTO kept_record VALUES (?, ?)')
    this.database.transaction(() => {
      for (const record of records) insert.run(record.seq, compress(new Uint8Array(encodeBlock([record]).body)))
    })()
  }

  get(seqs: readonly number[]): TelemetryRecord[] {
    const select = this.database.prepare('SELECT body FROM kept_record WHERE seq = ?').pluck()
    return seqs.flatMap((seq) => {
      const body = select.get(seq) as Buffer | undefined
      const bytes = body === undefined ? undefined : decompress(body)
      const decoded = bytes === undefined ? undefined : decodeBlock(bytes)
      return decoded?.kind === 'block' && decoded.block.count > 0 ? [decoded.block.record(0)] : []
    })
  }
}
