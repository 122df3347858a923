import type { FlagRounds } from './flag-rounds.ts'
import { orderRequest, orders } from './answers.ts'
import { attack } from './auth-attack.ts'
import { failedLogin, netflowV5, sendDatagrams, sendLines, type Flow } from './senders.ts'

const minute = 60_000
const hour = 60 * minute

/** A flag of a family, what makes the family speak, and the event that this is. */
export interface FamilyTraffic {
  flag: string
  anomaly_type: string
  /** What the event is about in this round: each round has an entity of its own, unless the family is about one that lasts. */
  entity: (round: number) => string
  send: (to: FlagRounds, round: number) => Promise<unknown> | void
  /** It takes a minute: no burst of records can tell that time goes by. */
  slow?: true
}

const user = (name: string) => (round: number) => `user:${name}-${round}`

/** Requests of one user, told through the API as a proxy would. */
function requests(name: string, count: number, one: (index: number) => Record<string, unknown>): FamilyTraffic['send'] {
  return (to, round) => {
    const common = { remote_addr: '192.0.2.9', method: 'GET', status: 200, user: { id: `${name}-${round}` } }
    return to.post(
      '/v1/requests',
      Array.from({ length: count }, (_, index) => ({ ...common, path: `/${name}/${index}`, ...one(index) })),
    )
  }
}

/** A whole TCP connection of our own host, `ago` milliseconds before now. */
function flow(ago: number, source: string, destination: string, destinationPort: number, bytes = 900): Uint8Array {
  const common: Flow = { source, destination, destinationPort, sourcePort: 40_000, protocol: 6, packets: 6, tcpFlags: 0x1b, bytes }
  return netflowV5([common], new Date(Date.now() - ago))
}

const times = <Value>(count: number, make: (index: number) => Value) => Array.from({ length: count }, (_, index) => make(index))

/** Every family there is, the slow ones last. */
export const familyTraffic: readonly FamilyTraffic[] = [
  {
    flag: 'ANOMALY_RULE_AUTHENTICATION_ENABLED',
    anomaly_type: 'authentication_brute_force',
    entity: (round) => `203.0.113.1${round}`,
    send: (to, round) => attack(to.sources.syslog, `203.0.113.1${round}`),
  },
  {
    flag: 'ANOMALY_RULE_NETWORK_SCAN_ENABLED',
    anomaly_type: 'port_scan',
    entity: (round) => `203.0.113.2${round}`,
    send: (to, round) =>
      sendDatagrams(
        to.sources.syslog,
        times(40, (port) => {
          const packet = `SRC=203.0.113.2${round} DST=192.0.2.1 LEN=60 TTL=64 PROTO=TCP SPT=51000 DPT=${20 + port} WINDOW=14600 RES=0x00 SYN URGP=0`
          return `<4>1 ${new Date(Date.now() - minute + port * 200).toISOString()} gate kernel - - - [UFW BLOCK] IN=eth0 OUT= ${packet}`
        }),
      ),
  },
  {
    flag: 'ANOMALY_RULE_BEACONING_ENABLED',
    anomaly_type: 'beaconing',
    entity: (round) => `10.0.3.${round} → 198.51.100.30:8443`,
    send: (to, round) =>
      sendDatagrams(
        to.sources.netflow,
        times(30, (index) => flow((30 - index) * 4 * minute, `10.0.3.${round}`, '198.51.100.30', 8443)),
      ),
  },
  {
    flag: 'ANOMALY_RULE_VOLUME_ENABLED',
    anomaly_type: 'unusual_volume',
    entity: (round) => `10.0.4.${round}`,
    send: (to, round) =>
      sendDatagrams(
        to.sources.netflow,
        times(13, (index) => flow((12 - index) * hour, `10.0.4.${round}`, '198.51.100.40', 443, index === 12 ? 900e6 : 1e6)),
      ),
  },
  {
    flag: 'ANOMALY_RULE_FIRST_CONTACT_ENABLED',
    anomaly_type: 'first_contact_service',
    entity: (round) => `10.0.5.${round}`,
    send: (to, round) =>
      sendDatagrams(
        to.sources.netflow,
        times(241, (index) => flow((240 - index) * 0.5 * hour, `10.0.5.${round}`, '10.0.5.250', index === 240 ? 22 + round : 443)),
      ),
  },
  {
    flag: 'ANOMALY_RULE_CROSS_TENANT_ENABLED',
    anomaly_type: 'cross_tenant_access_attempt',
    entity: user('tenant'),
    send: requests('tenant', 3, () => ({ tenant: { id: 'acme' }, headers: { 'x-tenant-id': 'other' } })),
  },
  {
    flag: 'ANOMALY_RULE_VALIDATION_FAILURES_ENABLED',
    anomaly_type: 'repeated_validation_failures',
    entity: user('invalid'),
    send: requests('invalid', 30, () => ({ status: 400 })),
  },
  {
    flag: 'ANOMALY_RULE_PERMISSION_PROBING_ENABLED',
    anomaly_type: 'path_probing',
    entity: user('probing'),
    send: requests('probing', 30, (index) => ({ path: `/admin/${index}` })),
  },
  {
    flag: 'ANOMALY_RULE_UNAUTHORIZED_ACCESS_ENABLED',
    anomaly_type: 'repeated_unauthorized_access',
    entity: user('unauthorized'),
    send: requests('unauthorized', 30, () => ({ status: 401 })),
  },
  {
    flag: 'ANOMALY_RULE_NOT_FOUND_ENABLED',
    anomaly_type: 'repeated_not_found',
    entity: user('lost'),
    send: requests('lost', 40, () => ({ status: 404 })),
  },
  {
    flag: 'ANOMALY_RULE_SERVER_ERRORS_ENABLED',
    anomaly_type: 'server_error_burst',
    entity: user('breaking'),
    send: requests('breaking', 40, () => ({ status: 500 })),
  },
  {
    flag: 'ANOMALY_RULE_BURST_ENABLED',
    anomaly_type: 'burst_sensitive_endpoint_access',
    entity: user('writing'),
    send: requests('writing', 30, (index) => ({ method: 'POST', path: `/api/v1/payments/${index}` })),
  },
  {
    flag: 'ANOMALY_RULE_BUSINESS_TAMPERING_ENABLED',
    anomaly_type: 'stock_underflow_attempt',
    entity: user('stock'),
    send: (to, round) => to.post('/v1/record', { type: 'stock_underflow_attempt', payload: { user_id: `stock-${round}` } }),
  },
  {
    flag: 'ANOMALY_RULE_DATASETS_ENABLED',
    anomaly_type: 'dataset_change',
    entity: (round) => `dataset:orders_${round}/user`,
    async send(to, round) {
      const answer = (rows: Record<string, unknown>[]) => to.post(to.hook, orderRequest(rows, `orders_${round}`))
      for (let seed = 1; seed <= 4; seed += 1) await answer(orders(120, seed))
      await answer(orders(240, 9, true))
    },
  },
  {
    flag: 'ANOMALY_RULE_SIGNALS_ENABLED',
    anomaly_type: 'signal_anomaly',
    entity: (round) => `203.0.113.6${round}`,
    async send(to, round) {
      // Windows close by the clock that opened them: each round is a host's own.
      const start = Math.floor(Date.now() / minute) * minute - 130 * minute
      const login = (at: number) => failedLogin({ at: new Date(at), user: 'root', from: `203.0.113.6${round}`, host: `signals-${round}` })
      const lines = times(130, (index) => times(index === 120 ? 40 : 3 + (index % 2), (nth) => login(start + index * minute + nth * 1000)))
      await sendLines(to.sources['syslog-tcp'], lines.flat())
    },
  },
  {
    flag: 'ANOMALY_RULE_MODEL_OUTLIER_ENABLED',
    anomaly_type: 'entity_outlier',
    entity: (round) => `restore-${round}`,
    async send(to, round) {
      const host = `models-${round}`
      // Well within an hour that is long over by the time of the last line, which ends its window.
      const start = Math.floor(Date.now() / hour) * hour - 3 * hour + 10 * minute
      const tries = times(90, (index) =>
        failedLogin({ at: new Date(start + index * 2000), user: `restore-${round}`, from: `203.0.113.${100 + (index % 45)}`, host }),
      )
      await sendDatagrams(to.sources.syslog, [...tries, failedLogin({ at: new Date(), user: 'ada', from: '10.0.0.10', host })])
    },
  },
  {
    flag: 'ANOMALY_RULE_CLOCK_SKEW_ENABLED',
    anomaly_type: 'clock_skew',
    slow: true,
    entity: (round) => `ahead-${round}`,
    send: (to, round) =>
      to.keepSending(1000, Infinity, () => `<30>1 ${new Date(Date.now() + hour).toISOString()} ahead-${round} app - - - up`),
  },
  {
    flag: 'ANOMALY_RULE_SOURCE_SILENCE_ENABLED',
    anomaly_type: 'source_silence',
    slow: true,
    entity: () => 'steady',
    send(to, round) {
      // Its clock may run faster than ours: a minute of it passes in three quarters of one. Then it is silent, and speaks again.
      if (round === 0) return to.keepSending(667, 68, (index, begun) => steadyLine(begun + index * 1000))
      return sendDatagrams(to.sources.syslog, [steadyLine(Date.now() + minute)])
    },
  },
]

function steadyLine(at: number): string {
  return `<30>1 ${new Date(at).toISOString()} steady app - - - up`
}
