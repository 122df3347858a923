import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TelemetryRecord } from '../../app/model/record.ts'
import { wireFormats } from '../../app/normalize/index.ts'
import { RecordFactory } from '../../app/pipeline/record-factory.ts'
import { encodeBlock, openTelemetryWriter } from '../../app/store/index.ts'
import { makeAttack, makeLines } from './syslog-lines.ts'

const batch = 4096
/** Records between two of them; milliseconds. */
const pace = 20
/** Of every batch, this many are failed logins of as many hundred sources. */
const attacks = 128

export interface StoredRecords {
  directory: string
  from: number
  to: number
  remove: () => void
}

/** A store as the writer leaves it: an office's lines at 50 a second, with logins that fail among them. */
export function storeRecords(count: number): StoredRecords {
  const directory = mkdtempSync(join(tmpdir(), 'vedette-records-'))
  const opened = openTelemetryWriter(directory, { retention_days: 3650, budget_bytes: 1e12, segment_hours: 1e6, segment_bytes: 256 << 20 })
  if (opened.kind === 'failed') throw new Error(opened.failure.message)
  const { writer } = opened
  const to = Date.now()
  const from = to - count * pace
  const factory = new RecordFactory((wire) => wireFormats.find(({ name }) => name === wire)!.create({ timezone: 'UTC' }), 0)
  let records: TelemetryRecord[] = []
  const parse = factory.forSource('bench', (record) => void records.push(record))
  const encoder = new TextEncoder()
  for (let stored = 0; stored < count; stored += records.length) {
    records = []
    const time = from + stored * pace
    const failed = makeAttack(attacks, 100, time).map((line) =>
      line.replaceAll(/203\.0\.(\d+)\.(\d+)/g, `203.0.$1.${(stored / batch) % 250}`),
    )
    const lines = [...makeLines(Math.min(batch, count - stored) - attacks, time), ...failed]
    for (const [at, line] of lines.entries()) {
      parse({ bytes: encoder.encode(line), peer: '192.0.2.1', wire: 'syslog', arrival: time + at * pace })
    }
    writer.append([{ block: encodeBlock(records), observations: [] }])
    while (writer.maintain(to));
    if (records.length === 0) break
  }
  writer.close()
  return { directory, from, to, remove: () => rmSync(directory, { recursive: true, force: true }) }
}
