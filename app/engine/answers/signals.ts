import type { SignalPoint } from '../../contract/signals.ts'
import type { SecurityEvent } from '../../model/event.ts'
import type { SignalPoints } from '../../store/signal-reading.ts'
import type { Engine } from '../../engine.ts'
import type { Handlers } from '../handler.ts'
import { entitiesOf } from '../streams/signal-entities.ts'

/** Events that a drawing can point at. */
const mostEvents = 1000

export const signals: Handlers<'signals'> = {
  'signals.keys': ({ stream, text, limit }, { engine, signal }) => engine.reader.signalKeys(stream, { text, limit }, { signal }),
  'signals.series': async ({ stream, key, from, to, points }, { engine, signal }) => {
    const series = await engine.reader.signalSeries(stream, key, { from, to, points }, { signal })
    return { ...series, points: withEvents(engine, stream, key, { from, to }, series.points) }
  },
}

function withEvents(
  engine: Engine,
  stream: string,
  key: string,
  range: { from: number; to: number },
  points: SignalPoints['points'],
): SignalPoint[] {
  if (!points.some(({ is_anomaly }) => is_anomaly)) return points
  const events = entitiesOf(stream, key).flatMap(
    (entity) => engine.console.searchEvents({ ...range, anomaly_types: ['signal_anomaly'], entity }, { limit: mostEvents }).events,
  )
  // As `detect/signals` names the episodes of a signal.
  const prefix = `${stream} ${key} `
  const own = events.filter(({ episode }) => episode.startsWith(prefix) && /^-?\d+$/.test(episode.slice(prefix.length)))
  return points.map((point) => {
    const event = point.is_anomaly ? own.find(({ first_seen, last_seen }) => point.ts >= first_seen && point.ts <= last_seen) : undefined
    return event === undefined ? point : { ...point, event: refer(event) }
  })
}

function refer({ id, status, severity, verdict }: SecurityEvent): NonNullable<SignalPoint['event']> {
  return { id, status, severity, ...(verdict === undefined ? {} : { verdict }) }
}
