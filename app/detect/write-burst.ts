import type { Detector } from './detector.ts'
import { requestParameters } from './support/request-parameters.ts'
import { RequestWatch, type RequestShape } from './support/request-watch.ts'
import { nameDistinct, sampleNames } from './support/request-wording.ts'
import { countOf } from './support/wording.ts'

const writes: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

const shape: RequestShape = {
  detector: 'write-burst',
  anomaly_type: 'burst_sensitive_endpoint_access',
  counted: 'writes to sensitive prefixes',
  matches: ({ method, fields }) => fields['vedette.request.sensitive_prefix'] !== undefined && writes.has(method),
  label: ({ fields }) => fields['vedette.request.sensitive_prefix'] ?? '',
  tell: (count, { labels }) => `wrote ${countOf(count, 'time')} below ${nameDistinct(labels)}`,
  metadata: ({ labels, newest }) => ({
    path: newest.path ?? '',
    sensitive_prefixes: sampleNames(labels),
    suggested_status: 429,
  }),
}

export const writeBurst: Detector = {
  name: 'write-burst',
  family: 'BURST',
  categories: ['web'],
  title: 'Write burst on sensitive endpoints',
  description:
    'Counts the POST, PUT, PATCH and DELETE requests of one actor to sensitive prefixes (`requests:` in vedette.yml) in a sliding window of ' +
    'event time, whatever their paths and answers: accounts, rights or payments are changed faster than people do.',
  anomaly_types: [
    {
      anomaly_type: 'burst_sensitive_endpoint_access',
      title: 'Write burst on sensitive endpoints',
      description: 'One actor wrote to sensitive endpoints far faster than people do.',
      risk_score: 60,
      severity: 'high',
      category: 'request',
      techniques: [],
    },
  ],
  parameters: requestParameters('Writes to sensitive prefixes', { threshold: 20, window: 60, quiet: 600 }),
  create: (parameters) => new RequestWatch(shape, parameters),
}
