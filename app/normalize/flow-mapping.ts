import * as common from './flow-steps.ts'
import * as rare from './flow-rare-steps.ts'
import type { Step } from './flow-steps.ts'
import type { InformationElement } from './information-elements/index.ts'

/** Element name → step. */
type Group = Readonly<Record<string, Step>>

/**
 * Which elements become ECS fields. Where several say the same thing (delta and total counts, a vendor's own number), they are
 * groups in order of preference: the first that the template has is taken. Whatever is not taken, or not listed, is kept under
 * its own name as `netflow.<element>`.
 */
const mappings: readonly (readonly Group[])[] = [
  [
    {
      sourceIPv4Address: common.sourceIpv4,
      destinationIPv4Address: common.destinationIpv4,
      sourceIPv6Address: common.sourceIpv6,
      destinationIPv6Address: common.destinationIpv6,
      protocolIdentifier: common.protocol,
      ipVersion: common.ipVersion,
      tcpControlBits: common.tcpFlags,
      ingressInterface: common.ingressInterface,
      egressInterface: common.egressInterface,
      ipClassOfService: common.classOfService,
      flowDirection: common.direction,
      bgpSourceAsNumber: common.sourceAs,
      bgpDestinationAsNumber: common.destinationAs,
      sourceIPv4PrefixLength: common.sourcePrefix,
      destinationIPv4PrefixLength: common.destinationPrefix,
      ipNextHopIPv4Address: common.nextHop,
      sourceMacAddress: rare.sourceMac,
      destinationMacAddress: rare.destinationMac,
      flowStartSysUpTime: rare.startUptime,
      flowEndSysUpTime: rare.endUptime,
      systemInitTimeMilliseconds: rare.instant('initTime', 'dateTimeMilliseconds'),
      applicationId: rare.applicationId,
      samplingInterval: rare.samplingInterval,
    },
  ],
  [{ sourceTransportPort: common.sourcePort }, { udpSourcePort: rare.sourcePortOfTransport, tcpSourcePort: rare.sourcePortOfTransport }],
  [
    { destinationTransportPort: common.destinationPort },
    { udpDestinationPort: rare.destinationPortOfTransport, tcpDestinationPort: rare.destinationPortOfTransport },
  ],
  prefer(common.sourceBytes, ['initiatorOctets', 'octetDeltaCount', 'octetTotalCount', 'postOctetDeltaCount', 'layer2OctetDeltaCount']),
  prefer(common.sourcePackets, ['initiatorPackets', 'packetDeltaCount', 'packetTotalCount', 'postPacketDeltaCount']),
  prefer(rare.destinationBytes, ['responderOctets', 'reverseOctetDeltaCount', 'reverseOctetTotalCount', 'ixiaReverseOctetDeltaCount']),
  prefer(rare.destinationPackets, [
    'responderPackets',
    'reversePacketDeltaCount',
    'reversePacketTotalCount',
    'ixiaReversePacketDeltaCount',
  ]),
  prefer(rare.vlan, ['vlanId', 'dot1qVlanId']),
  prefer(rare.translatedAddress('source.nat.ip'), ['postNATSourceIPv4Address', 'postNATSourceIPv6Address', 'asaTranslatedSourceIPv4']),
  prefer(rare.translatedAddress('destination.nat.ip'), [
    'postNATDestinationIPv4Address',
    'postNATDestinationIPv6Address',
    'asaTranslatedDestinationIPv4',
  ]),
  prefer(rare.translatedPort('source.nat.port'), ['postNAPTSourceTransportPort', 'asaTranslatedSourcePort']),
  prefer(rare.translatedPort('destination.nat.port'), ['postNAPTDestinationTransportPort', 'asaTranslatedDestinationPort']),
  prefer(rare.firewallEvent, ['firewallEvent', 'asaFirewallEvent']),
  prefer(rare.userName, ['userName', 'asaUsername', 'panUserId', 'netscalerAaaUsername']),
  prefer(rare.applicationName, ['applicationName', 'panAppId']),
  prefer(rare.samplerId, ['samplerId', 'selectorId']),
  [
    { flowStartNanoseconds: rare.instant('start', 'dateTimeNanoseconds') },
    { flowStartMicroseconds: rare.instant('start', 'dateTimeMicroseconds') },
    { flowStartMilliseconds: rare.instant('start', 'dateTimeMilliseconds') },
    { flowStartSeconds: rare.instant('start', 'dateTimeSeconds') },
    { flowStartDeltaMicroseconds: rare.ago('start') },
  ],
  [
    { flowEndNanoseconds: rare.instant('end', 'dateTimeNanoseconds') },
    { flowEndMicroseconds: rare.instant('end', 'dateTimeMicroseconds') },
    { flowEndMilliseconds: rare.instant('end', 'dateTimeMilliseconds') },
    { flowEndSeconds: rare.instant('end', 'dateTimeSeconds') },
    { flowEndDeltaMicroseconds: rare.ago('end') },
    { observationTimeNanoseconds: rare.instant('end', 'dateTimeNanoseconds') },
    { observationTimeMicroseconds: rare.instant('end', 'dateTimeMicroseconds') },
    { observationTimeMilliseconds: rare.instant('end', 'dateTimeMilliseconds') },
    { observationTimeSeconds: rare.instant('end', 'dateTimeSeconds') },
  ],
  [{ flowDurationMicroseconds: rare.microseconds }, { flowDurationMilliseconds: rare.milliseconds }],
]

function prefer(step: Step, elements: readonly string[]): Group[] {
  return elements.map((name) => ({ [name]: step }))
}

/** Kept as they are as well: without an uptime in its header IPFIX gives these no absolute meaning of their own. */
const alsoKept = new Set(['flowStartSysUpTime', 'flowEndSysUpTime', 'systemInitTimeMilliseconds'])

/** The steps for a data template's fields, by position; `undefined` where there is nothing to do. */
export function chooseSteps(elements: readonly InformationElement[], version: number): (readonly Step[])[] {
  const names = new Set(elements.map(({ name }) => name))
  const chosen = new Map<string, Step>()
  for (const groups of mappings) {
    const group = groups.find((candidate) => Object.keys(candidate).some((name) => names.has(name)))
    for (const [name, step] of Object.entries(group ?? {})) chosen.set(name, step)
  }
  const keep = keepOnce()
  return elements.map((element) => {
    const step = chosen.get(element.name)
    chosen.delete(element.name)
    if (step === undefined) return keep(element)
    return version === 10 && alsoKept.has(element.name) ? [step, ...keep(element)] : [step]
  })
}

/** The steps for an options record: every field under its own name. */
export function keepAll(elements: readonly InformationElement[]): (readonly Step[])[] {
  return elements.map(keepOnce())
}

/** An element that a template names twice keeps both values; padding keeps none. */
function keepOnce(): (element: InformationElement) => readonly Step[] {
  const seen = new Map<string, number>()
  return (element) => {
    if (element.name === 'paddingOctets') return []
    const count = (seen.get(element.name) ?? 0) + 1
    seen.set(element.name, count)
    const name = count === 1 ? `netflow.${element.name}` : `netflow.${element.name}_${count}`
    return [rare.keep(name, element)]
  }
}
