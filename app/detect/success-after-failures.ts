import type { Detector, Parameters } from './detector.ts'
import { technique } from './support/attack.ts'
import type { Description, Episode } from './support/episode.ts'
import { recentWithin } from './support/evidence.ts'
import { addFailure, forgiveUser, makeLoginHistory, reviveLoginHistory, type LoginHistory } from './support/login-history.ts'
import { LoginWatch, type LoginRecord } from './support/login-watch.ts'
import { addName, makeNameSample, type NameSample } from './support/name-sample.ts'
import { strengthOf } from './support/strength.ts'
import { TimeBuckets, type TimeBucketsState } from './support/time-buckets.ts'
import { countOf, formatDuration, listNames } from './support/wording.ts'

interface Source {
  history: LoginHistory
  /** Failures since one of the conditions held, remembered until a success. */
  attack: TimeBuckets
}

interface Detail {
  /** Failures and accounts in the attack before the first success, and how long after its last failure that came. */
  failures: number
  accounts: number
  delay: number
  users: NameSample
  hosts: NameSample
}

class SuccessAfterFailures extends LoginWatch<Source, Detail> {
  private failuresLimit = 0
  private accountsLimit = 0
  private failuresWindow = 0
  private accountsWindow = 0
  private memory = 0

  constructor(parameters: Parameters) {
    super({ detector: 'success-after-failures', anomaly_type: 'authentication_success_after_failures' })
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.failuresLimit = parameters['failures']!
    this.accountsLimit = parameters['accounts']!
    this.failuresWindow = parameters['failures_window']! * 1000
    this.accountsWindow = parameters['accounts_window']! * 1000
    this.memory = parameters['memory']! * 1000
    this.episodes.setQuiet(this.memory)
  }

  protected makeSource(): Source {
    return { history: makeLoginHistory(this.failuresWindow / 30), attack: new TimeBuckets(this.memory / 30) }
  }

  protected reviveSource(state: unknown): Source {
    const saved = state as { history: unknown; attack: TimeBucketsState }
    return { history: reviveLoginHistory(saved.history), attack: TimeBuckets.from(saved.attack) }
  }

  protected fail({ history, attack }: Source, { login, record }: LoginRecord): void {
    const weight = addFailure(history, login, record)
    if (weight === 0) return
    if (attack.sum(record.time, Math.max(this.failuresWindow, this.accountsWindow)) > 0) {
      attack.add(record.time, weight)
      return
    }
    const failures = history.failures.sum(record.time, this.failuresWindow)
    const accounts = history.users.count(record.time, this.accountsWindow)
    if (failures >= this.failuresLimit || accounts >= this.accountsLimit) attack.add(record.time, Math.max(failures, accounts))
  }

  protected succeed({ history, attack }: Source, { login, record, emit }: LoginRecord): void {
    const { time } = record
    const latest = latestMoment(time)
    const failures = attack.sum(latest, this.memory)
    const accounts = history.users.count(latest, this.memory)
    forgiveUser(history, login.user)
    if (failures === 0) return
    const running = this.episodes.running(login.key, time)
    if (running !== undefined) {
      const isNewUser = addName(running.detail.users, login.user)
      const isNewHost = addName(running.detail.hosts, login.host)
      this.episodes.grow(running, record, 1, emit, isNewUser || isNewHost)
      return
    }
    const tip = {
      key: login.key,
      entity: login.entity,
      source: record.source,
      first_seen: time,
      last_seen: time,
      count: 1,
      evidence: [...recentWithin(history.recent, latest, this.memory), record.seq],
      detail: {
        failures,
        accounts,
        delay: this.delayOf(history, time, latest),
        users: makeNameSample([login.user]),
        hosts: makeNameSample([login.host]),
      },
    }
    this.episodes.begin(tip, emit)
  }

  /** Milliseconds since the latest failure up to `latest`. */
  private delayOf(history: LoginHistory, time: number, latest: number): number {
    let newest = time - this.memory
    for (const failed of history.recent.times) if (failed <= latest && failed > newest) newest = failed
    return Math.max(0, time - newest)
  }

  protected describe({ entity, count, detail }: Episode<Detail>): Description {
    const { failures, accounts, delay, users, hosts } = detail
    const limits =
      `limit ${this.failuresLimit} in ${formatDuration(this.failuresWindow)}, ` +
      `or ${this.accountsLimit} accounts in ${formatDuration(this.accountsWindow)}`
    return {
      score: 0.5 + strengthOf(failures, this.failuresLimit) / 2,
      explanation:
        `${entity.value} logged in as ${listNames(users.names, users.total)} on ${listNames(hosts.names, hosts.total)} ` +
        `${delay === 0 ? 'right' : formatDuration(delay)} after ${countOf(failures, 'failed login')} as ${countOf(accounts, 'account')} (${limits})`,
      reasons: [
        {
          label: `failed logins before, at most ${formatDuration(this.memory)} earlier`,
          value: failures,
          threshold: this.failuresLimit,
          name: 'parameters.failures',
          unit: 'count',
          met: failures >= this.failuresLimit,
        },
        {
          label: 'accounts that failed before',
          value: accounts,
          threshold: this.accountsLimit,
          name: 'parameters.accounts',
          unit: 'count',
          met: accounts >= this.accountsLimit,
        },
        { label: 'successful logins since', value: count, name: 'event.outcome', unit: 'count', met: true },
      ],
      metadata: { 'user.name': users.names.slice(0, 10), 'host.name': hosts.names.slice(0, 10) },
    }
  }
}

/** A time of a whole second (RFC 3164 knows no other) may stand for any moment of it: what failed within it came first. */
function latestMoment(time: number): number {
  return time % 1000 === 0 ? time + 999 : time
}

export const successAfterFailures: Detector = {
  name: 'success-after-failures',
  family: 'AUTHENTICATION',
  categories: ['authentication'],
  title: 'Success after failed logins',
  description:
    'Remembers which sources failed logins as a brute force or a spraying does, and reports each login of theirs that then succeeds. ' +
    'A person who mistypes a few times and gets in stays below both limits.',
  anomaly_types: [
    {
      anomaly_type: 'authentication_success_after_failures',
      title: 'Login succeeded after brute force',
      description: 'A source got in after guessing passwords or trying many accounts: the account should be taken for compromised.',
      risk_score: 85,
      severity: 'critical',
      category: 'permission',
      techniques: [technique('T1110', 'Brute Force'), technique('T1078', 'Valid Accounts')],
    },
  ],
  parameters: [
    {
      name: 'failures',
      description: 'Failed logins of one source within their window that make its next success suspicious',
      unit: 'count',
      default: 10,
      minimum: 5,
      maximum: 1000,
    },
    {
      name: 'failures_window',
      description: 'Window in which failures count, by event time',
      unit: 'seconds',
      default: 300,
      minimum: 10,
      maximum: 86_400,
    },
    {
      name: 'accounts',
      description: 'Distinct accounts of one source that failed within their window that make its next success suspicious',
      unit: 'count',
      default: 8,
      minimum: 3,
      maximum: 200,
    },
    {
      name: 'accounts_window',
      description: 'Window in which accounts count, by event time',
      unit: 'seconds',
      default: 900,
      minimum: 60,
      maximum: 86_400,
    },
    {
      name: 'memory',
      description: 'How long after the last such failure a success is still laid to it',
      unit: 'seconds',
      default: 3600,
      minimum: 60,
      maximum: 86_400,
    },
  ],
  create: (parameters) => new SuccessAfterFailures(parameters),
}
