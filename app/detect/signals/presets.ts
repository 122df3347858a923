import { streamSchema, type PresetName, type StreamDefinition } from '../../model/stream.ts'

export interface SignalPreset {
  name: PresetName
  title: string
  description: string
  stream: StreamDefinition
}

interface PresetText {
  title: string
  description: string
  query: string
  group_by: string[]
  measure?: 'count' | 'sum' | 'distinct'
  field?: string
  /** Seconds. */
  window?: number
}

/** Strangers from outside would be a signal each: only what begins inside is counted by host. */
const fromInside = 'event.dataset:netflow -network.direction:inbound -network.direction:external'
const logins = 'event.category:authentication'

const texts: Record<PresetName, PresetText> = {
  'host-flows': {
    title: 'Flows per host',
    description: 'Connections that each of your hosts begins.',
    query: fromInside,
    group_by: ['source.ip'],
  },
  'host-bytes-out': {
    title: 'Bytes sent per host',
    description: 'Bytes that each of your hosts sends, whereto it may be.',
    query: fromInside,
    group_by: ['source.ip'],
    measure: 'sum',
    field: 'source.bytes',
  },
  'host-peers': {
    title: 'Peers per host',
    description: 'Different addresses that each of your hosts contacts.',
    query: fromInside,
    group_by: ['source.ip'],
    measure: 'distinct',
    field: 'destination.ip',
  },
  'host-ports': {
    title: 'Ports per host',
    description: 'Different destination ports that each of your hosts contacts.',
    query: fromInside,
    group_by: ['source.ip'],
    measure: 'distinct',
    field: 'destination.port',
  },
  'account-failed-logins': {
    title: 'Failed logins per account',
    description: 'Logins that failed, by the account that was tried.',
    query: `${logins} event.outcome:failure`,
    group_by: ['user.name'],
  },
  'host-failed-logins': {
    title: 'Failed logins per host',
    description: 'Logins that failed, by the host that refused them.',
    query: `${logins} event.outcome:failure`,
    group_by: ['host.name'],
  },
  'account-logins': {
    title: 'Logins per account',
    description: 'Logins that succeeded, by account.',
    query: `${logins} event.outcome:success`,
    group_by: ['user.name'],
  },
  'host-logins': {
    title: 'Logins per host',
    description: 'Logins that succeeded, by the host that let them in.',
    query: `${logins} event.outcome:success`,
    group_by: ['host.name'],
  },
  'dns-requests': {
    title: 'DNS requests per host',
    description: 'Flows to port 53 that each of your hosts begins.',
    query: `${fromInside} destination.port:53`,
    group_by: ['source.ip'],
  },
  'http-requests': {
    title: 'HTTP requests per server',
    description: 'Requests in access logs and of applications, by the host that answered.',
    query: 'event.category:web http.request.method:*',
    group_by: ['host.name'],
  },
  'denied-connections': {
    title: 'Denied connections per firewall',
    description: 'Connections that a firewall turned away, by the firewall that says so.',
    query: 'event.category:network event.action:denied',
    group_by: ['host.name'],
  },
  'source-records': {
    title: 'Records per source',
    description: 'Records that come in through each source.',
    query: '',
    group_by: ['source'],
  },
}

/** Streams that need no configuration, a switch each. */
export const signalPresets: readonly SignalPreset[] = (Object.entries(texts) as [PresetName, PresetText][]).map(([name, text]) => {
  const { title, description, query, group_by, measure = 'count', field, window = 300 } = text
  const stream = streamSchema.parse({
    name,
    source: { type: 'records', query, group_by, measure, field },
    // Exporters of flows hold a finished one back for a while.
    aggregation: { window, lateness: 120 },
  })
  return { name, title, description, stream }
})
