import type { ElementTable } from './element.ts'

export interface Enterprise {
  /** Private enterprise number (https://www.iana.org/assignments/enterprise-numbers). */
  number: number
  /** Put before each name, so that a vendor's `timestamp` is not taken for IANA's. */
  prefix: string
  elements: ElementTable
}

/** Vendors' own elements, as far as their documentation or captures tell. What is not listed is kept as hexadecimal text. */
export const enterprises: readonly Enterprise[] = [
  {
    number: 637,
    prefix: 'nokia',
    elements: { unsigned16: '91 NatInsideServiceId, 92 NatOutsideServiceId', string: '93 NatSubString' },
  },
  {
    number: 3054,
    prefix: 'ixia',
    elements: {
      unsigned8: '160 DeviceId, 162 BrowserId, 178 ConnectionEncryptionType',
      unsigned16: '180 EncryptionKeyLength',
      unsigned32: '110 L7ApplicationId, 188 Latency, 195 HttpSessions, 196 RequestTime',
      unsigned64: '176 ReverseOctetDeltaCount, 177 ReversePacketDeltaCount',
      float32: '126 SourceLatitude, 127 SourceLongitude, 146 DestinationLatitude, 147 DestinationLongitude',
      ipv4Address: '193 ThreatIPv4',
      ipv6Address: '194 ThreatIPv6',
      string: `111 L7ApplicationName, 120 SourceCountryCode, 121 SourceCountryName, 122 SourceRegionCode, 123 SourceRegionName,
        125 SourceCityName, 140 DestinationCountryCode, 141 DestinationCountryName, 142 DestinationRegionCode,
        143 DestinationRegionName, 145 DestinationCityName, 161 DeviceName, 163 BrowserName, 179 EncryptionCipher, 181 Imsi,
        182 HttpUserAgent, 183 HttpHostName, 184 HttpUri, 185 DnsRecordTxt, 186 SourceAsName, 187 DestinationAsName,
        189 DnsQueryNames, 190 DnsAnswerNames, 191 DnsClasses, 192 ThreatType, 201 TlsServerName`,
    },
  },
  {
    number: 5951,
    prefix: 'netscaler',
    elements: {
      unsigned8: '134 SyslogPriority, 193 ConnectionChainHopCount',
      unsigned16: '144 HttpResponseStatus',
      unsigned32: `128 RoundTripTime, 129 TransactionId, 133 ConnectionId, 150 AppNameIncarnationNumber, 151 AppNameAppId,
        161 MainPageId, 162 MainPageCoreId, 171 AppUnitNameAppId`,
      unsigned64: `132 FlowFlags, 136 SyslogTimestamp, 145 HttpResponseLength, 146 ServerTimeToFirstByte, 147 ServerTimeToLastByte,
        153 HttpRequestReceivedFirstByte, 156 HttpRequestForwardedFirstByte, 157 HttpResponseReceivedFirstByte,
        158 HttpResponseForwardedFirstByte, 159 HttpRequestReceivedLastByte, 160 HttpRequestForwardedLastByte,
        169 HttpResponseReceivedLastByte, 170 HttpResponseForwardedLastByte, 182 ClientRoundTripTime`,
      octetArray: '192 ConnectionChainId, 200 IcaSessionGuid',
      string: `130 HttpRequestUrl, 131 HttpRequestCookie, 135 SyslogMessage, 140 HttpRequestReferer, 141 HttpRequestMethod,
        142 HttpRequestHost, 143 HttpRequestUserAgent, 152 AppName, 174 DatabaseProtocol, 175 DatabaseUser, 176 DatabaseName,
        178 DatabaseRequest, 183 HttpContentType, 185 HttpRequestAuthorization, 186 HttpRequestVia, 187 HttpResponseLocation,
        188 HttpResponseSetCookie, 190 HttpRequestXForwardedFor, 205 AaaUsername, 267 HttpDomainName`,
    },
  },
  {
    number: 6871,
    prefix: 'cert',
    elements: {
      unsigned8: '14 InitialTCPFlags, 15 UnionTCPFlags, 16398 ReverseInitialTCPFlags, 16399 ReverseUnionTCPFlags, 35 PayloadEntropy',
      unsigned16: '33 SilkAppLabel, 40 FlowAttributes, 16424 ReverseFlowAttributes',
      unsigned32: `21 ReverseFlowDeltaMilliseconds, 100 ExpiredFragmentCount, 101 AssembledFragmentCount, 102 MeanFlowRate,
        103 MeanPacketRate, 104 FlowTableFlushEventCount, 105 FlowTablePeakCount, 106 FlowKeyHash`,
      octetArray: '18 Payload, 16402 ReversePayload, 38 FirstPacketBanner',
      string: '36 OsName, 37 OsVersion, 107 OsFingerprint',
    },
  },
  {
    number: 6876,
    prefix: 'vmware',
    elements: {
      unsigned8: '880 TenantProtocol, 889 VxlanExportRole',
      unsigned16: '885 TenantSourcePort, 886 TenantDestinationPort, 888 EgressInterfaceAttribute, 890 IngressInterfaceAttribute',
      ipv4Address: '881 TenantSourceIPv4, 882 TenantDestinationIPv4',
      ipv6Address: '883 TenantSourceIPv6, 884 TenantDestinationIPv6',
    },
  },
  {
    number: 10704,
    prefix: 'barracuda',
    elements: {
      unsigned8: '2 LogOp, 3 TrafficType',
      unsigned16: '9 BindTransportPort, 11 ConnTransportPort',
      unsigned32: '1 Timestamp, 6 Reason, 12 AuditCounter',
      ipv4Address: '8 BindIPv4Address, 10 ConnIPv4Address',
      string: '4 FirewallRule, 5 ServiceName, 7 ReasonText',
    },
  },
  {
    number: 15397,
    prefix: 'procera',
    elements: {
      unsigned8: '37 RatType, 40 DeviceType',
      unsigned16: '14 Property, 38 Sgsn',
      unsigned32: '25 HttpFileLength, 7 ExternalRtt, 9 InternalRtt, 12 IncomingShapingLatency, 13 OutgoingShapingLatency',
      unsigned64: '3 IncomingOctets, 4 OutgoingOctets, 5 IncomingPackets, 6 OutgoingPackets',
      string: `1 Service, 2 BaseService, 15 FlowBehavior, 16 ContentCategories, 17 ServerHostname, 21 HttpContentType, 22 HttpUrl,
        24 HttpUserAgent, 26 HttpLocation, 28 SubscriberIdentifier, 47 TemplateName`,
    },
  },
  { number: 41916, prefix: 'viptela', elements: { unsigned32: '4321 VpnId' } },
  {
    // nProbe; its NetFlow v9 field types are these plus 57,472.
    number: 35632,
    prefix: 'ntop',
    elements: {
      unsigned8: '113 UntunneledProtocol',
      unsigned16: '115 UntunneledSourcePort, 117 UntunneledDestinationPort, 118 L7Protocol, 181 HttpReturnCode',
      unsigned32: `109 RetransmittedInPackets, 110 RetransmittedOutPackets, 111 OutOfOrderInPackets, 112 OutOfOrderOutPackets,
        123 ClientLatency, 124 ServerLatency, 125 ApplicationLatency`,
      ipv4Address: '114 UntunneledSourceIPv4, 116 UntunneledDestinationIPv4',
      string: `101 SourceCountry, 102 SourceCity, 103 DestinationCountry, 104 DestinationCity, 119 L7ProtocolName, 121 UserName,
        122 ServerName, 180 HttpUrl, 182 HttpReferer, 183 HttpUserAgent, 187 HttpHost, 188 TlsServerName, 205 DnsQuery, 360 HttpMethod`,
    },
  },
]
