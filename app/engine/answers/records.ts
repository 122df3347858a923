import type { Handlers } from '../handler.ts'

export const records: Handlers<'records'> = {
  'records.search': async ({ query, cursor, limit }, { engine, signal, progress }) => {
    const total = Math.max(1, engine.health().store.records)
    return engine.reader.search(query, { cursor, limit, signal, onProgress: (scanned) => progress(Math.min(1, scanned / total)) })
  },
  'records.histogram': ({ query, interval }, { engine, signal }) => engine.reader.histogram(query, interval, { signal }),
  'records.get': async ({ seqs }, { engine }) => ({ records: await engine.reader.get(seqs) }),
  'records.top': async ({ query, field, limit }, { engine, signal }) => ({
    values: await engine.reader.top(query, field, limit, { signal }),
  }),
}
