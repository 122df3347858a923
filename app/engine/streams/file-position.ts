import type { RecordQuery } from '../../model/query.ts'
import type { Fields } from '../../model/fields.ts'
import { streamSourceId, type StreamDefinition } from '../../model/stream.ts'
import type { ConsoleStore } from '../../store/store.ts'

/** How far a file has been read: bytes, and which file of its name that was where the record says so. */
export interface FilePosition {
  offset: number
  inode?: number
}

/** The newest record that answers a query. */
export type FindNewest = (query: RecordQuery) => Promise<{ fields: Fields } | undefined>

const settingKey = 'streams.file_positions'
type Kept = Record<string, FilePosition & { path: string }>

/** Where the last line of the file that was stored ended: what came before must not be counted twice. Its record may be past its time. */
export async function findPosition(
  { newest, console }: { newest: FindNewest; console: Pick<ConsoleStore, 'setting'> },
  { name, path }: { name: string; path: string },
): Promise<FilePosition> {
  const stored = await findStored(newest, name, path)
  if (stored !== undefined) return stored
  const kept = readKept(console)[name]
  return kept?.path === path ? kept : { offset: 0 }
}

/** To be called before records are dropped: the last one of a file may be among them. */
export async function keepPositions(
  { newest, console }: { newest: FindNewest; console: Pick<ConsoleStore, 'setting' | 'setSetting'> },
  streams: readonly StreamDefinition[],
): Promise<void> {
  const before = readKept(console)
  const after: Kept = { ...before }
  for (const { name, source } of streams) {
    if (source.type !== 'file') continue
    const stored = await findStored(newest, name, source.path)
    if (stored !== undefined) after[name] = { path: source.path, ...stored }
  }
  if (JSON.stringify(after) !== JSON.stringify(before)) console.setSetting(settingKey, after)
}

function readKept(console: Pick<ConsoleStore, 'setting'>): Kept {
  return (console.setting(settingKey) ?? {}) as Kept
}

async function findStored(newest: FindNewest, name: string, path: string): Promise<FilePosition | undefined> {
  const record = await newest({
    conditions: [
      { kind: 'equals', field: 'source', value: streamSourceId(name), negated: false },
      // Values may have come from elsewhere since: of a file that was imported, say.
      { kind: 'equals', field: 'log.file.path', value: path, negated: false },
    ],
  })
  const { 'log.file.path': file, 'log.offset': offset, 'log.file.inode': inode } = record?.fields ?? {}
  if (file !== path || typeof offset !== 'number') return undefined
  return typeof inode === 'number' ? { offset, inode } : { offset }
}
