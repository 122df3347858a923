import type { Detector } from './detector.ts'
import { answered } from './support/answered.ts'
import { requestParameters } from './support/request-parameters.ts'
import { RequestWatch } from './support/request-watch.ts'
import { countOf } from './support/wording.ts'

const shape = answered(
  {
    detector: 'validation-failures',
    anomaly_type: 'repeated_validation_failures',
    tell: (count) => `sent ${countOf(count, 'invalid request')} (400)`,
  },
  { first: 400 },
)

export const validationFailures: Detector = {
  name: 'validation-failures',
  family: 'VALIDATION_FAILURES',
  categories: ['web'],
  title: 'Repeated validation failures',
  description:
    'Counts the requests of one actor that were answered 400 in a sliding window of event time, whatever their paths: somebody tries what ' +
    'an interface lets through, or a client is broken. Other client errors (409, 422, 429) are ordinary answers and do not count.',
  anomaly_types: [
    {
      anomaly_type: 'repeated_validation_failures',
      title: 'Repeated validation failures',
      description: 'One actor sent many requests in a short while that were refused as invalid (400).',
      risk_score: 10,
      severity: 'low',
      category: 'request',
      techniques: [],
    },
  ],
  parameters: requestParameters('Requests answered 400', { threshold: 5, window: 120, quiet: 600 }),
  create: (parameters) => new RequestWatch(shape, parameters),
}
