import type { Detector } from './detector.ts'
import { answered } from './support/answered.ts'
import { technique } from './support/attack.ts'
import { requestParameters } from './support/request-parameters.ts'
import { RequestWatch } from './support/request-watch.ts'
import { countOf } from './support/wording.ts'

const shape = answered(
  {
    detector: 'unauthorized-access',
    anomaly_type: 'repeated_unauthorized_access',
    tell: (count) => `was not let in with ${countOf(count, 'request')} (401)`,
  },
  { first: 401 },
)

export const unauthorizedAccess: Detector = {
  name: 'unauthorized-access',
  family: 'UNAUTHORIZED_ACCESS',
  categories: ['web'],
  title: 'Repeated unauthorized access',
  description:
    'Counts the requests of one actor that were answered 401 in a sliding window of event time, whatever their paths: passwords or tokens ' +
    'are tried on a web application. A 401 that only asks for a password (HTTP Basic) counts too, so the limit is above what pages load.',
  anomaly_types: [
    {
      anomaly_type: 'repeated_unauthorized_access',
      title: 'Repeated unauthorized access',
      description: 'One actor was answered 401 many times in a short while: credentials are being tried, or a client has lost its own.',
      risk_score: 30,
      severity: 'medium',
      category: 'permission',
      techniques: [technique('T1110', 'Brute Force')],
    },
  ],
  parameters: requestParameters('Requests answered 401', { threshold: 20, window: 300, quiet: 900 }),
  create: (parameters) => new RequestWatch(shape, parameters),
}
