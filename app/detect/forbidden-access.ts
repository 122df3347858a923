import type { Detector } from './detector.ts'
import { answered } from './support/answered.ts'
import { requestParameters } from './support/request-parameters.ts'
import { RequestWatch } from './support/request-watch.ts'
import { countOf } from './support/wording.ts'

const shape = answered(
  {
    detector: 'forbidden-access',
    anomaly_type: 'repeated_forbidden_access',
    tell: (count) => `was refused ${countOf(count, 'request')} (403)`,
  },
  { first: 403 },
)

export const forbiddenAccess: Detector = {
  name: 'forbidden-access',
  family: 'PERMISSION_PROBING',
  categories: ['web'],
  title: 'Repeated forbidden access',
  description:
    'Counts the requests of one actor that were answered 403 in a sliding window of event time, whatever their paths: somebody who is let ' +
    'in tries what they are not allowed to. Has the flag of path probing, and counters of its own beside those of 400.',
  anomaly_types: [
    {
      anomaly_type: 'repeated_forbidden_access',
      title: 'Repeated forbidden access',
      description: 'One actor was refused (403) many times in a short while.',
      risk_score: 20,
      severity: 'medium',
      category: 'permission',
      techniques: [],
    },
  ],
  parameters: requestParameters('Requests answered 403', { threshold: 5, window: 120, quiet: 600 }),
  create: (parameters) => new RequestWatch(shape, parameters),
}
