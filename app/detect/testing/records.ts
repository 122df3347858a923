import type { Fields } from '../../model/fields.ts'
import type { TelemetryRecord } from '../../model/record.ts'

export const morning = Date.UTC(2026, 2, 2, 8)
export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute

const noBytes = new Uint8Array(0)

/** A record without its place in the stream: `inOrder` numbers a list of them. */
export interface Draft {
  time: number
  source: string
  fields: Fields
}

/** Numbers drafts as the corridor does. They arrive when they happened, unless `arrival` says otherwise. */
export function inOrder(drafts: readonly Draft[], arrival?: (at: number) => number): TelemetryRecord[] {
  return drafts.map((draft, at) => ({ ...draft, seq: at + 1, arrival: arrival?.(at) ?? draft.time, raw: noBytes }))
}

/** Merges the drafts of several hosts as they happened: `at` is true time, whatever the host's own clock says. */
export function interleave(...streams: readonly { at: number; draft: Draft }[][]): Draft[] {
  return streams
    .flat()
    .sort((a, b) => a.at - b.at)
    .map(({ draft }) => draft)
}

export interface LoginDraft {
  time: number
  host: string
  user: string
  outcome: 'success' | 'failure'
  address?: string
  port?: number
  action?: string
  repeat?: number
}

export function login({ time, host, user, outcome, address, port, action, repeat }: LoginDraft): Draft {
  return {
    time,
    source: 'syslog-udp',
    fields: {
      'event.category': 'authentication',
      'event.action': action ?? 'ssh_login',
      'event.outcome': outcome,
      'event.dataset': 'syslog',
      'host.name': host,
      'user.name': user,
      'source.ip': address,
      'source.port': port,
      'vedette.repeat': repeat,
    },
  }
}

/** A line that no detector of logins or traffic cares about. */
export function chatter(time: number, host: string, source = 'syslog-udp'): Draft {
  return { time, source, fields: { 'event.dataset': 'syslog', 'host.name': host, message: 'session of user nobody' } }
}

export interface FlowDraft {
  time: number
  exporter: string
  from: string
  to: string
  port: number
  transport?: string
  bytes?: number
  packets?: number
  flags?: number
}

/** As `normalize` makes flows: `event.category` network, ECS addresses, the exporter as observer. */
export function flow({ time, exporter, from, to, port, transport, bytes, packets, flags }: FlowDraft): Draft {
  return {
    time,
    source: 'netflow',
    fields: {
      'event.kind': 'event',
      'event.category': 'network',
      'event.dataset': 'netflow',
      'event.action': 'netflow_flow',
      'event.start': time - second,
      'event.end': time,
      'observer.ip': exporter,
      'source.ip': from,
      'source.port': 40_000,
      'destination.ip': to,
      'destination.port': port,
      'network.transport': transport ?? 'tcp',
      'network.iana_number': transport === 'udp' ? '17' : '6',
      'source.bytes': bytes ?? 900,
      'source.packets': packets ?? 6,
      'network.bytes': bytes ?? 900,
      'network.packets': packets ?? 6,
      'network.direction': 'outbound',
      'netflow.tcp_flags': flags ?? 0x1b,
    },
  }
}

export interface FirewallDraft {
  time: number
  host: string
  from: string
  to: string
  port: number
}

/** A refused SYN in the kernel's log. */
export function firewallDrop({ time, host, from, to, port }: FirewallDraft): Draft {
  return {
    time,
    source: 'syslog-udp',
    fields: {
      'event.category': 'network',
      'event.dataset': 'syslog',
      'event.action': 'denied',
      'host.name': host,
      'source.ip': from,
      'source.port': 51_000,
      'destination.ip': to,
      'destination.port': port,
      'network.transport': 'tcp',
      'network.direction': 'inbound',
      'iptables.tcp.flags': 'SYN',
      'rule.name': '[UFW BLOCK]',
    },
  }
}

export interface RequestDraft {
  time: number
  /** The application. */
  host: string
  method?: string
  path: string
  status?: number
  address?: string
  user?: string
  /** `[id, name]` of the tenant it was served for. */
  tenant?: readonly [string, string?]
  claimed?: string
  sensitive?: string
  probe?: string
}

/** As an application tells of it through the API, enriched. */
export function httpRequest(draft: RequestDraft): Draft {
  const { time, host, method, path, status, address, user, tenant, claimed, sensitive, probe } = draft
  return {
    time,
    source: 'api',
    fields: {
      'event.kind': 'event',
      'event.category': 'web',
      'event.dataset': 'application.request',
      'event.action': 'http_request',
      'host.name': host,
      'http.request.method': method ?? 'GET',
      'http.response.status_code': status ?? 200,
      'url.path': path,
      'source.ip': address,
      'client.ip': address,
      'user.id': user,
      'organization.id': tenant?.[0],
      'organization.name': tenant?.[1],
      'vedette.request.claimed_tenant': claimed,
      'vedette.request.sensitive_prefix': sensitive,
      'vedette.request.probe_prefix': probe,
    },
  }
}
