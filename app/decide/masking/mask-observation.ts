import type { ApplicationFacts, Observation } from '../../model/observation.ts'
import type { Masker } from './masker.ts'

/** What is told of an observation, without secrets. Its entity and episode stay: they are what it is known by. */
export function maskObservation(observation: Observation, masker: Masker): Observation {
  const { explanation, reasons, application } = observation
  return {
    ...observation,
    explanation: masker.text(explanation),
    reasons: reasons.map((reason) => (typeof reason.value === 'string' ? { ...reason, value: masker.text(reason.value) } : reason)),
    ...(application === undefined ? {} : { application: maskFacts(application, masker) }),
  }
}

function maskFacts({ masked_payload, ...facts }: ApplicationFacts, masker: Masker): ApplicationFacts {
  const masked = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? masker.text(value) : value]),
  )
  return masked_payload === undefined ? masked : { ...masked, masked_payload: masker.metadata(masked_payload) }
}
