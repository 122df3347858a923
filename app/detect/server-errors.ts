import type { Detector } from './detector.ts'
import { answered } from './support/answered.ts'
import { requestParameters } from './support/request-parameters.ts'
import { RequestWatch } from './support/request-watch.ts'
import { countOf } from './support/wording.ts'

const shape = answered(
  {
    detector: 'server-errors',
    anomaly_type: 'server_error_burst',
    tell: (count) => `was answered ${countOf(count, 'server error')} (5xx)`,
  },
  { first: 500, last: 599 },
)

export const serverErrors: Detector = {
  name: 'server-errors',
  family: 'SERVER_ERRORS',
  categories: ['web'],
  title: 'Server error burst',
  description:
    'Counts the requests of one actor that were answered 500 to 599 in a sliding window of event time, whatever their paths: somebody ' +
    'feeds an application what it fails on, or it is down. In an outage each client that goes on asking fast is an episode.',
  anomaly_types: [
    {
      anomaly_type: 'server_error_burst',
      title: 'Server error burst',
      description: 'One actor was answered with many server errors (5xx) in a short while: what it sends breaks the server, or it is down.',
      risk_score: 20,
      severity: 'medium',
      category: 'system',
      techniques: [],
    },
  ],
  parameters: requestParameters('Requests answered 500 to 599', { threshold: 30, window: 60, quiet: 600 }),
  create: (parameters) => new RequestWatch(shape, parameters),
}
