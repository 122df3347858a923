/**
 * Record fields, named and typed as in the Elastic Common Schema (ECS 8.17).
 * Flat dotted keys: one property read per field on the hot path, and the same
 * name in the store, in queries and in exports.
 */
export interface Fields {
  'event.kind'?: 'event' | 'pipeline_error' | 'metric'
  'event.dataset'?: string
  'event.action'?: string
  'event.outcome'?: 'success' | 'failure' | 'unknown'
  'event.category'?: string
  'event.code'?: string
  'event.start'?: number
  'event.end'?: number
  /** Nanoseconds, as ECS defines it. */
  'event.duration'?: number
  'event.timezone'?: string
  'error.message'?: string
  /** Why a line stayed unparsed: one of `UnparsedReason`. */
  'error.code'?: string
  message?: string
  tags?: string

  /** The host that wrote the record: its clock stamped `time` (the clock domain). */
  'host.name'?: string
  'host.ip'?: string
  'observer.ip'?: string
  'observer.name'?: string
  'log.syslog.priority'?: number
  'log.syslog.facility.code'?: number
  'log.syslog.facility.name'?: string
  'log.syslog.severity.code'?: number
  'log.syslog.severity.name'?: string
  'log.syslog.appname'?: string
  'log.syslog.procid'?: string
  'log.syslog.msgid'?: string
  'log.syslog.hostname'?: string
  'log.syslog.version'?: string
  /** Structured data as JSON text (RFC 5424 section 6.3). */
  'log.syslog.structured_data'?: string
  'process.name'?: string
  'process.pid'?: number
  'process.command_line'?: string

  'source.ip'?: string
  'source.port'?: number
  'source.address'?: string
  'source.domain'?: string
  'source.mac'?: string
  'source.bytes'?: number
  'source.packets'?: number
  'source.user.name'?: string
  'source.geo.country_iso_code'?: string
  'source.as.number'?: number
  'source.as.organization.name'?: string
  'destination.ip'?: string
  'destination.port'?: number
  'destination.address'?: string
  'destination.mac'?: string
  'destination.bytes'?: number
  'destination.packets'?: number
  'destination.geo.country_iso_code'?: string
  'destination.as.number'?: number
  'destination.as.organization.name'?: string
  'network.transport'?: string
  'network.iana_number'?: string
  'network.type'?: string
  'network.protocol'?: string
  'network.bytes'?: number
  'network.packets'?: number
  /** inbound, outbound, internal, external (relative to the home networks). */
  'network.direction'?: string
  'network.vlan.id'?: string
  /** IANA service name of the destination port. */
  'network.application'?: string
  'observer.ingress.zone'?: string
  'observer.egress.zone'?: string
  'observer.ingress.interface.name'?: string
  'observer.egress.interface.name'?: string

  'user.name'?: string
  'user.id'?: string
  'user.target.name'?: string
  'user.effective.name'?: string

  'url.original'?: string
  'url.path'?: string
  'url.query'?: string
  'http.request.method'?: string
  'http.request.referrer'?: string
  'http.response.status_code'?: number
  'http.response.body.bytes'?: number
  'http.version'?: string
  'user_agent.original'?: string

  'http.request.id'?: string
  /** The client as the trusted proxies tell it; the peer where there are none. */
  'client.ip'?: string
  /** Where that is no address: a host's name, or what a believed header says. */
  'client.address'?: string
  'device.id'?: string
  /** The tenant the request was served for. */
  'organization.id'?: string
  'organization.name'?: string
  /** SHA-256 of the bytes as received, where masking changed them. */
  'event.hash'?: string
  /** Set by the request enricher on HTTP records. */
  /** Who is behind it, as events name their entity: `user:7`, `ip:203.0.113.7`. */
  'vedette.request.actor'?: string
  'vedette.request.claimed_tenant'?: string
  'vedette.request.sensitive_prefix'?: string
  'vedette.request.probe_prefix'?: string
  'vedette.request.resource_type'?: string
  'vedette.request.resource_id'?: string
  /** As received; only a list of trusted proxies makes it an address to believe. */
  'vedette.request.forwarded_for'?: string

  /** Of messages of streams: which stream, whose value, and the value. */
  'vedette.stream'?: string
  'vedette.application'?: string
  'vedette.value'?: number

  'rule.name'?: string
  /** TCP flags of a flow, as the exporter's cumulative OR (RFC 5102 tcpControlBits). */
  'netflow.tcp_flags'?: number
  'netflow.version'?: number
  'netflow.flow_sequence'?: number
  'netflow.sampling_rate'?: number
  'netflow.observation_domain'?: number

  /** Everything else a format carries, under its own prefix (`netflow.…`, `iptables.…`). */
  [extra: string]: FieldValue | undefined
}

export type FieldValue = string | number | boolean

export type FieldName = string
