import type { Observation } from '../../model/observation.ts'
import type { TelemetryRecord } from '../../model/record.ts'
import { streamSchema, type SignalJudgement, type StreamDefinition } from '../../model/stream.ts'
import { SignalStage } from '../signals/signal-stage.ts'
import { minute, morning, type Draft } from './records.ts'

export const failedLogins = stream({
  name: 'failed-logins',
  source: { type: 'records', query: 'event.category:authentication event.outcome:failure', group_by: ['user.name'] },
  aggregation: { window: 60, lateness: 10 },
  engine: { type: 'robust', params: { window: 20 } },
})
export const load = stream({ name: 'load', source: { type: 'http' }, aggregation: { function: 'avg', window: 60, lateness: 0 } })
export const plain = stream({ name: 'plain', source: { type: 'http' } })

export function stream(definition: object): StreamDefinition {
  return streamSchema.parse({ warmup: 0, ...definition })
}

export interface Told {
  judgements: SignalJudgement[]
  observations: Observation[]
  stage: SignalStage
}

interface Options {
  restartAt?: ReadonlySet<number>
  ticks?: ReadonlyMap<number, number>
}

/** Records through a stage; before the positions named its state goes through JSON into a new one. */
export function run(streams: readonly StreamDefinition[], records: readonly TelemetryRecord[], options: Options = {}): Told {
  const begin = () => {
    const stage = new SignalStage({ quiet: 3600 })
    stage.setStreams(streams, 0)
    return stage
  }
  let stage = begin()
  const judgements: SignalJudgement[] = []
  const observations: Observation[] = []
  const emit = (observation: Observation) => void observations.push(observation)
  for (const [at, record] of records.entries()) {
    if (options.restartAt?.has(at)) {
      judgements.push(...stage.takeJudgements())
      const saved = JSON.stringify(stage.snapshot())
      stage = begin()
      stage.restore(JSON.parse(saved))
    }
    const tick = options.ticks?.get(at)
    if (tick !== undefined) stage.tick(tick, emit)
    stage.observe(record, emit)
  }
  judgements.push(...stage.takeJudgements())
  return { judgements, observations, stage }
}

export function value(name: string, application: string, time: number, number: number): Draft {
  return {
    time,
    source: `stream-${name}`,
    fields: {
      'event.kind': 'metric',
      'event.dataset': 'vedette.measurement',
      'vedette.stream': name,
      'vedette.application': application,
      'vedette.value': number,
    },
  }
}

export const values = (told: Told) => told.judgements.map(({ key, ts, value }) => [key, (ts - morning) / minute, value])
