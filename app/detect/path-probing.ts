import type { Detector } from './detector.ts'
import { technique } from './support/attack.ts'
import { requestParameters } from './support/request-parameters.ts'
import { RequestWatch, type RequestShape } from './support/request-watch.ts'
import { nameDistinct, sampleNames } from './support/request-wording.ts'
import { countOf } from './support/wording.ts'

const shape: RequestShape = {
  detector: 'path-probing',
  anomaly_type: 'path_probing',
  counted: 'hits on probe prefixes',
  matches: ({ fields }) => fields['vedette.request.probe_prefix'] !== undefined,
  label: ({ fields }) => fields['vedette.request.probe_prefix'] ?? '',
  tell: (count, { labels }) => `asked ${countOf(count, 'time')} below ${nameDistinct(labels)}`,
  metadata: ({ labels, newest }) => ({
    probe_path: newest.path ?? '',
    probe_prefixes: sampleNames(labels),
    suggested_status: 403,
  }),
}

export const pathProbing: Detector = {
  name: 'path-probing',
  family: 'PERMISSION_PROBING',
  categories: ['web'],
  title: 'Path probing',
  description:
    'Counts the requests of one actor below probe prefixes (`requests:` in vedette.yml), whatever their answers, in a sliding window of ' +
    'event time. Thirty paths asked for once each count as one path asked for thirty times does; the different paths are evidence.',
  anomaly_types: [
    {
      anomaly_type: 'path_probing',
      title: 'Path probing',
      description: 'One actor asked for many paths that only someone looking for a way in asks for.',
      risk_score: 60,
      severity: 'high',
      category: 'permission',
      techniques: [technique('T1595.003', 'Active Scanning: Wordlist Scanning')],
    },
  ],
  parameters: requestParameters('Hits on probe prefixes', { threshold: 10, window: 300, quiet: 900 }),
  create: (parameters) => new RequestWatch(shape, parameters),
}
