import type { ElementTable } from './element.ts'

/**
 * NetFlow v9 field types beyond IANA's: v9 has no enterprise numbers, so vendors took numbers of their own.
 * Cisco ASA NSEL (Cisco ASA NetFlow Implementation Guide), Palo Alto Networks, Streamcore, Cisco TrustSec.
 */
export const netflowV9Elements: ElementTable = {
  unsigned8: '40005 asaFirewallEvent, 8195 streamcoreTcpRetransmissionRate, 8196 streamcoreCallDirection',
  unsigned16: '33002 asaFirewallExtendedEvent, 40003 asaTranslatedSourcePort, 40004 asaTranslatedDestinationPort',
  unsigned32: `8192 streamcoreWanRoundTripTime, 8193 streamcoreNetworkResponseTime, 8194 streamcoreTotalResponseTime,
    8384 streamcoreRule1, 8385 streamcoreRule2, 8386 streamcoreRule3, 8387 streamcoreRule4, 8388 streamcoreRule5,
    8389 streamcoreRule6, 8390 streamcoreRule7, 8391 streamcoreRule8, 8392 streamcoreRule9, 8393 streamcoreRule10,
    34000 ciscoSourceGroupTag, 34001 ciscoDestinationGroupTag`,
  ipv4Address: '40001 asaTranslatedSourceIPv4, 40002 asaTranslatedDestinationIPv4',
  octetArray: '33000 asaIngressAclId, 33001 asaEgressAclId',
  string: `8256 streamcoreHostname, 8257 streamcoreUrl, 34002 ciscoSourceGroupName, 34003 ciscoDestinationGroupName, 40000 asaUsername,
    56701 panAppId, 56702 panUserId`,
}

/** Scope field types of a v9 options template (RFC 3954 section 6.1): numbers of their own. */
export const netflowV9Scopes: ElementTable = {
  unsigned32: '1 scopeSystem, 2 scopeInterface, 3 scopeLineCard, 4 scopeCache, 5 scopeTemplate',
}

/** nProbe puts its enterprise elements here in v9 (nProbe User's Guide, NTOP_BASE_ID). */
export const ntopBase = 57_472
export const ntopEnterprise = 35_632
