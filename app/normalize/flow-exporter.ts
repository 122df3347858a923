import type { Fields } from '../model/fields.ts'
import type { Template } from './flow-template.ts'

/** Who numbers templates: the same number means another thing at another exporter (RFC 3954 section 5.1, RFC 7011 section 8). */
export interface ExporterKey {
  peer: string
  version: number
  /** Observation domain (IPFIX) or source id (v9). */
  domain: number
}

export const exporterName = ({ peer, version, domain }: ExporterKey): string => `${version} ${domain} ${peer}`

const mostSamplers = 1024
const mostApplications = 8192
const mostInterfaces = 4096
/** Stands for "whatever sampler": what an options record says without naming one. */
const anySampler = -1

/** What one exporter has told about itself: templates, and by options records its sampling and its names of things. */
export class Exporter {
  readonly key: ExporterKey
  readonly templates = new Map<number, Template>()
  readonly samplers = new Map<number, number>()
  readonly applications = new Map<string, string>()
  readonly interfaces = new Map<string, string>()
  /** When its uptime began, milliseconds since the epoch. */
  bootTime = NaN

  constructor(key: ExporterKey) {
    this.key = key
  }

  get fieldCount(): number {
    let count = 0
    for (const { fields } of this.templates.values()) count += fields.length
    return count
  }

  /** One of how many packets it looks at, as far as it has said. */
  samplingRate(samplerId: number): number | undefined {
    return this.samplers.get(samplerId) ?? this.samplers.get(anySampler)
  }

  /** Takes what an options record says about the flows to come. */
  learn(options: Fields): void {
    const rate = readSamplingRate(options)
    if (rate !== undefined) {
      const sampler = options['netflow.samplerId'] ?? options['netflow.selectorId']
      remember(this.samplers, typeof sampler === 'number' ? sampler : anySampler, rate, mostSamplers)
    }
    const application = options['netflow.applicationId']
    const applicationName = options['netflow.applicationName']
    if (typeof application === 'string' && isName(applicationName)) {
      remember(this.applications, application, applicationName.toLowerCase(), mostApplications)
    }
    const port = options['netflow.ingressInterface'] ?? options['netflow.scopeInterface']
    const portName = options['netflow.interfaceName'] ?? options['netflow.interfaceDescription']
    if (typeof port === 'number' && isName(portName)) remember(this.interfaces, String(port), portName, mostInterfaces)
    const boot = options['netflow.systemInitTimeMilliseconds']
    if (typeof boot === 'number') this.bootTime = boot
  }
}

/** The several ways to say it: NetFlow's interval, and PSAMP's selectors (RFC 5477 section 8). */
function readSamplingRate(options: Fields): number | undefined {
  const interval = options['netflow.samplingInterval'] ?? options['netflow.samplerRandomInterval']
  if (typeof interval === 'number' && interval > 0) return interval
  const packets = options['netflow.samplingPacketInterval']
  const space = options['netflow.samplingPacketSpace']
  if (typeof packets === 'number' && typeof space === 'number' && packets > 0) return (packets + space) / packets
  const size = options['netflow.samplingSize']
  const population = options['netflow.samplingPopulation']
  if (typeof size === 'number' && typeof population === 'number' && size > 0) return population / size
  const probability = options['netflow.samplingProbability']
  return typeof probability === 'number' && probability > 0 && probability <= 1 ? 1 / probability : undefined
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** Sets an entry; a full map forgets its oldest. */
function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, most: number): void {
  if (map.size >= most && !map.has(key)) {
    const oldest = map.keys().next()
    if (!oldest.done) map.delete(oldest.value)
  }
  map.set(key, value)
}
