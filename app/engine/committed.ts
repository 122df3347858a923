import type { FlagReader } from '../decide/flags.ts'
import type { Engine } from '../engine.ts'
import type { Committed } from '../pipeline/messages.ts'
import { joinCommitted } from './commit-line.ts'
import { describeError } from './describe-error.ts'

/** A console that cannot be written to (a full disk) ends the engine: what is not applied is applied at the next start. */
export function applyCommitted(engine: Engine, committed: readonly Committed[], flags: FlagReader): void {
  try {
    take(engine, committed, flags, Date.now())
  } catch (error) {
    engine.fail(describeError(error))
  }
}

function take({ report, streams, desk, corridor, bus }: Engine, committed: readonly Committed[], flags: FlagReader, now: number): void {
  const { tally } = report
  for (const { stored, arrival } of committed) {
    for (const [source, count] of Object.entries(stored)) {
      tally.stored[source] = (tally.stored[source] ?? 0) + count
      if (arrival !== undefined && source !== 'import') tally.lag[source] = now - arrival
    }
  }
  streams.take(committed.flatMap(({ judgements }) => judgements))
  desk.apply(joinCommitted(committed), flags, now)
  for (const { snapshots, live } of committed) {
    for (const { seq } of snapshots) corridor.covered(seq)
    if (live !== undefined) bus.push('records.live', live)
  }
}
