import type { Detector } from './detector.ts'
import { technique } from './support/attack.ts'
import type { Service } from './support/service.ts'
import { icmpEcho, nameService } from './support/service.ts'
import { sampleDistinct } from './support/distinct.ts'
import { walkParameters } from './support/random-walk.ts'
import { ScanDetector, type ScanShape } from './support/scan-detector.ts'
import { describeOutcomes, describeTries, listReasons, nameGroups } from './support/scan-wording.ts'
import { strengthOf } from './support/strength.ts'

const names = { minimum: 'minimum_ports', fallback: 'fallback_ports' }

/** Groups are hosts, members the ports tried on them. */
const shape: ScanShape<string, Service> = {
  detector: 'port-scan',
  anomaly_type: 'port_scan',
  concerns: ({ service }) => service < icmpEcho,
  groupOf: ({ destination }) => destination,
  memberOf: ({ service }) => service,
  nameGroup: (host) => host,
  nameMember: nameService,
  minimum: (_, parameters) => parameters['minimum_ports']!,
  fallback: (_, parameters) => parameters['fallback_ports']!,
  describe(episode, rules) {
    const { detail } = episode
    return {
      score: strengthOf(detail.failures + detail.unknowns, detail.minimum),
      explanation: `${describeTries(episode, 'port', `on ${nameGroups(detail)}`)}: ${describeOutcomes(episode, rules)}`,
      reasons: listReasons(episode, rules, names),
      metadata: {
        'destination.ip': sampleDistinct(detail.groups, 20),
        ports: sampleDistinct(detail.members, 20),
        ports_answered: sampleDistinct(detail.answered, 20),
      },
    }
  },
}

export const portScan: Detector = {
  name: 'port-scan',
  family: 'NETWORK_SCAN',
  categories: ['network'],
  title: 'Port scan',
  description:
    'Judges a source by its first contacts with the ports of one host, from flows and firewall lines, with the threshold random walk of ' +
    'Jung, Paxson, Berger and Balakrishnan (IEEE S&P 2004): failures and successes are weighed until the odds for a scan pass β / α. ' +
    'A port tried again counts once. Where no answer can be known (UDP, flows without TCP flags, sampled flows) it counts ports in a window.',
  anomaly_types: [
    {
      anomaly_type: 'port_scan',
      title: 'Port scan',
      description: 'One source tries many ports of a host, most of them in vain: it looks for services to attack.',
      risk_score: 55,
      severity: 'medium',
      category: 'network',
      techniques: [technique('T1046', 'Network Service Discovery')],
    },
  ],
  parameters: [
    ...walkParameters,
    {
      name: 'minimum_ports',
      description: 'Ports of one host that must have failed before anything is called a scan',
      unit: 'count',
      default: 10,
      minimum: 3,
      maximum: 10_000,
    },
    {
      name: 'fallback_ports',
      description: 'Ports of one host tried within the fallback window, answers unknown, that make a scan',
      unit: 'count',
      default: 100,
      minimum: 10,
      maximum: 10_000,
    },
  ],
  create: (parameters) => new ScanDetector(shape, parameters),
}
