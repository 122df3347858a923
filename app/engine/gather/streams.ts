import type { Engine } from '../../engine.ts'
import { threadEntry } from '../../pipeline/thread-entry.ts'
import type { SignalStore } from '../../store/signal-store.ts'
import { StreamDesk } from '../streams/stream-desk.ts'

export function gatherStreams(engine: Engine, store: SignalStore): StreamDesk {
  const { corridor, bus, reader, home, profiles, problems } = engine
  return new StreamDesk({
    corridor,
    store,
    bus,
    console: engine.console,
    newest: async (query) => (await reader.search(query, { limit: 1 })).records[0],
    warmup: {
      entry: threadEntry('warmup'),
      telemetry: home.telemetry,
      parameters: () => profiles.book.parameters()['signals'] ?? {},
    },
    retentionDays: () => engine.config.signals.retention_days,
    problem: (kind, message) => (message === undefined ? problems.settle(kind) : problems.report(kind, message)),
  })
}
