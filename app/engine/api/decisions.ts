import { createHash } from 'node:crypto'
import type { ApiCaller, ApiResult, EvaluateInput, RecordInput } from '../../contract/api.ts'
import { createDecision } from '../../decide/decision.ts'
import { alertingFlag, blockingFlag, detectionFlag, familyFlag, readFlag, readGates } from '../../decide/flags.ts'
import { observationOf } from '../../decide/record.ts'
import type { Engine } from '../../engine.ts'
import type { Decision } from '../../model/decision.ts'
import type { FlagSubject } from '../../model/flag.ts'
import type { Observation } from '../../model/observation.ts'
import { actorOf } from '../../model/request-actor.ts'
import { apiSource } from '../../model/source.ts'
import { familyOf, lookupsFor } from '../event-desk.ts'
import { done, invalid } from './failures.ts'
import type { RecordLine } from './record-line.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** What an anomaly of this type means. Whether detection is on is no question here: nothing is recorded. */
export async function evaluate(engine: Engine, input: EvaluateInput): Promise<ApiResult<Decision>> {
  const { type, metadata, user, tenant, user_message, internal_message } = input
  const subject: FlagSubject = { user, tenant: tenant?.id ?? tenant?.name, source: apiSource }
  if (user !== undefined) subject.entity = actorOf(user.id, undefined).value
  const reader = engine.flags.reader()
  await reader.prepare?.([alertingFlag, blockingFlag].map((name) => ({ name, subject })))
  const profile = engine.profileOf(type)
  const gates = readGates(profile.risk_score, (name, fallback) => readFlag(reader, { name, subject }, fallback, engine.flags.failed))
  return done(createDecision({ metadata, user_message, internal_message }, profile, gates, engine.masking.masker))
}

export interface RecordAnswer {
  event_id: string | null
  created: boolean
  reason?: string
}

/** Keeps what an application reports, unless a flag holds it back. Rejects when the store fails. */
export async function record(engine: Engine, line: RecordLine, input: RecordInput, caller: ApiCaller): Promise<ApiResult<RecordAnswer>> {
  const reading = observationOf(input, { now: Date.now(), hash, masker: engine.masking.masker })
  if (reading.kind === 'invalid') return invalid(reading.problems)
  const observation: Observation = { ...reading.observation, source: apiSource }
  observation.reasons = observation.reasons.map((reason) => ({ ...reason, label: `${reason.label} (${caller.name})` }))
  const reader = engine.flags.reader()
  await reader.prepare?.(lookupsFor([observation]))
  const recorded = await line.record(observation, reader)
  if (recorded.kind !== 'suppressed') return done({ event_id: recorded.event.id, created: recorded.kind === 'created' })
  const flag = recorded.reason === 'detection_disabled' ? detectionFlag : familyFlag(familyOf(observation) ?? '')
  return done({ event_id: null, created: false, reason: `${flag} is off here` })
}
