import type { Detector, Parameters } from './detector.ts'
import { technique } from './support/attack.ts'
import type { Contact } from './support/contact.ts'
import { sampleDistinct } from './support/distinct.ts'
import { walkParameters } from './support/random-walk.ts'
import { ScanDetector, type ScanShape } from './support/scan-detector.ts'
import { describeOutcomes, describeTries, listReasons, nameGroups } from './support/scan-wording.ts'
import { isUdp, nameService, type Service } from './support/service.ts'
import { strengthOf } from './support/strength.ts'

const names = { minimum: 'minimum_hosts', fallback: 'fallback_hosts' }

/** Whether the hosts contacted are ours: nobody but a scanner meets many of them in vain. */
function isInward({ direction }: Readonly<Contact>): boolean {
  return direction === 'inbound' || direction === 'internal'
}

/** Groups are services, members the hosts they were tried on. */
const shape: ScanShape<Service, string> = {
  detector: 'host-sweep',
  anomaly_type: 'host_sweep',
  // Resolvers, browsers (QUIC) and peer-to-peer programs contact thousands of strangers over UDP, refused or unanswered.
  concerns: (contact) => !isUdp(contact.service) || isInward(contact),
  groupOf: ({ service }) => service,
  memberOf: ({ destination }) => destination,
  nameGroup: nameService,
  nameMember: (host) => host,
  minimum: (contact, parameters: Parameters) => parameters[isInward(contact) ? 'minimum_hosts' : 'minimum_outside_hosts']!,
  // A proxy behind an exporter without TCP flags is not to be told from a sweep of strangers.
  fallback: (contact, parameters) => (isInward(contact) ? parameters['fallback_hosts']! : undefined),
  describe(episode, rules) {
    const { detail } = episode
    return {
      score: strengthOf(detail.failures + detail.unknowns, detail.minimum),
      explanation: `${describeTries(episode, 'host', `with ${nameGroups(detail)}`)}: ${describeOutcomes(episode, rules)}`,
      reasons: listReasons(episode, rules, names),
      metadata: {
        services: sampleDistinct(detail.groups, 20),
        'destination.ip': sampleDistinct(detail.members, 20),
        hosts_answered: sampleDistinct(detail.answered, 20),
      },
    }
  },
}

export const hostSweep: Detector = {
  name: 'host-sweep',
  family: 'NETWORK_SCAN',
  categories: ['network'],
  title: 'Host sweep',
  description:
    'Judges a source by its first contacts with hosts on one service, from flows and firewall lines, with the threshold random walk of ' +
    'Jung, Paxson, Berger and Balakrishnan (IEEE S&P 2004). A host tried again counts once, so a dead server that is retried is no sweep. ' +
    'Where no answer can be known (ping, UDP inside, flows without TCP flags) it counts hosts of the home networks in a window.',
  anomaly_types: [
    {
      anomaly_type: 'host_sweep',
      title: 'Host sweep',
      description: 'One source tries the same service on many hosts, most of them in vain: it looks for hosts to attack, as worms do.',
      risk_score: 60,
      severity: 'medium',
      category: 'network',
      techniques: [technique('T1046', 'Network Service Discovery'), technique('T1018', 'Remote System Discovery')],
    },
  ],
  parameters: [
    ...walkParameters,
    {
      name: 'minimum_hosts',
      description: 'Hosts of the home networks that must have failed before anything is called a sweep',
      unit: 'count',
      default: 10,
      minimum: 3,
      maximum: 10_000,
    },
    {
      name: 'minimum_outside_hosts',
      description: 'The same for hosts outside, where dead links and lost networks are common',
      unit: 'count',
      default: 30,
      minimum: 3,
      maximum: 10_000,
    },
    {
      name: 'fallback_hosts',
      description: 'Hosts of the home networks contacted within the fallback window, answers unknown, that make a sweep',
      unit: 'count',
      default: 100,
      minimum: 10,
      maximum: 10_000,
    },
  ],
  create: (parameters) => new ScanDetector(shape, parameters),
}
