import type { Health } from '../../app/model/counters.ts'
import type { SourceStatus } from '../../app/model/source.ts'

/** `failing`: a listener is down or the engine names a problem; `losing`: messages were lost in the last ten seconds. */
export interface ListenerSummary {
  kind: 'unknown' | 'idle' | 'healthy' | 'losing' | 'failing'
  text: string
}

/** `dropped`: messages lost a second, one value a second. */
export function summarizeListeners(
  sources: readonly SourceStatus[] | undefined,
  health: Health | undefined,
  dropped: readonly number[],
): ListenerSummary {
  if (sources === undefined) return { kind: 'unknown', text: 'Connecting' }
  const listening = sources.filter(({ state }) => state.kind === 'listening').length
  const failed = sources.filter(({ state }) => state.kind === 'failed').length
  if (failed > 0) return { kind: 'failing', text: `${failed} of ${sources.length} failed` }
  if (listening === 0) return { kind: 'idle', text: sources.length === 0 ? 'No sources' : 'Nothing listens' }
  const text = `${listening} listening`
  if (dropped.slice(-10).some((count) => count > 0)) return { kind: 'losing', text: `${text}, losing` }
  if ((health?.problems.length ?? 0) > 0) return { kind: 'failing', text: `${text}, problems` }
  return { kind: 'healthy', text }
}
