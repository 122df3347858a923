import type { Detector } from './detector.ts'
import { answered } from './support/answered.ts'
import { technique } from './support/attack.ts'
import { maxRecentHits } from './support/request-history.ts'
import { requestParameters } from './support/request-parameters.ts'
import { RequestWatch } from './support/request-watch.ts'
import { countOf } from './support/wording.ts'

const shape = answered(
  {
    detector: 'not-found',
    anomaly_type: 'repeated_not_found',
    tell: (count) => `asked ${countOf(count, 'time')} for what is not there (404)`,
  },
  { first: 404 },
)

export const notFound: Detector = {
  name: 'not-found',
  family: 'NOT_FOUND',
  categories: ['web'],
  title: 'Path guessing',
  description:
    'Counts the requests of one actor that were answered 404 in a sliding window of event time, and among the latest 32 of them the ' +
    'different paths: whoever works through a list of names asks for many, a client with a stale address for the same few again and again.',
  anomaly_types: [
    {
      anomaly_type: 'repeated_not_found',
      title: 'Path guessing',
      description: 'One actor asked in a short while for many different paths that do not exist, as scanners with a word list do.',
      risk_score: 30,
      severity: 'medium',
      category: 'request',
      techniques: [technique('T1595.003', 'Active Scanning: Wordlist Scanning')],
    },
  ],
  parameters: [
    ...requestParameters('Requests answered 404', { threshold: 30, window: 300, quiet: 900 }),
    {
      name: 'paths',
      description: 'Different paths among the latest 32 of them that there must be',
      unit: 'count',
      default: 10,
      minimum: 1,
      maximum: maxRecentHits,
    },
  ],
  create: (parameters) => new RequestWatch(shape, parameters),
}
