import type { Detector, Parameters } from './detector.ts'
import { technique } from './support/attack.ts'
import type { Description, Episode } from './support/episode.ts'
import { recentWithin } from './support/evidence.ts'
import { addFailure, forgiveUser, makeLoginHistory, reviveLoginHistory, type LoginHistory } from './support/login-history.ts'
import { LoginWatch, type LoginRecord } from './support/login-watch.ts'
import { addName, makeNameSample, type NameSample } from './support/name-sample.ts'
import { strengthOf } from './support/strength.ts'
import { countOf, formatDuration, formatNumber, listNames } from './support/wording.ts'

interface Detail {
  /** The most accounts within one window so far, and the failures then. */
  peak: number
  tries: number
  users: NameSample
  hosts: NameSample
}

class PasswordSpraying extends LoginWatch<LoginHistory, Detail> {
  private limit = 0
  private triesLimit = 0
  private window = 0

  constructor(parameters: Parameters) {
    super({ detector: 'password-spraying', anomaly_type: 'password_spraying' })
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.limit = parameters['accounts']!
    this.triesLimit = parameters['tries']!
    this.window = parameters['window']! * 1000
    this.episodes.setQuiet(Math.max(parameters['quiet']! * 1000, this.window))
  }

  protected makeSource(): LoginHistory {
    return makeLoginHistory(this.window / 30)
  }

  protected reviveSource(state: unknown): LoginHistory {
    return reviveLoginHistory(state)
  }

  protected succeed(history: LoginHistory, { login }: LoginRecord): void {
    forgiveUser(history, login.user)
  }

  protected fail(history: LoginHistory, attempt: LoginRecord): void {
    const { login, record, emit } = attempt
    // Without an address (sudo, su) there is no one source that could try many accounts.
    if (login.user === '' || login.entity.kind === 'user') return
    const known = history.users.size
    const weight = addFailure(history, login, record)
    if (weight === 0) return
    const running = this.episodes.running(login.key, record.time)
    if (running === undefined) {
      if (history.users.size >= this.limit) this.considerBeginning(history, attempt)
      return
    }
    const { detail } = running
    // Where the history is full it cannot tell, and the count stays too low.
    if (addName(detail.users, login.user, history.users.size > known)) this.raisePeak(detail, history, record.time)
    addName(detail.hosts, login.host)
    this.episodes.grow(running, record, weight, emit)
  }

  private raisePeak(detail: Detail, history: LoginHistory, time: number): void {
    const users = history.users.count(time, this.window)
    if (users <= detail.peak) return
    detail.peak = users
    detail.tries = history.failures.sum(time, this.window)
  }

  private considerBeginning(history: LoginHistory, { login, record, emit }: LoginRecord): void {
    const { time } = record
    const tries = history.failures.sum(time, this.window)
    if (tries > history.users.size * this.triesLimit) return
    const users = history.users.within(time, this.window)
    if (users.length < this.limit || tries > users.length * this.triesLimit) return
    const tip = {
      key: login.key,
      entity: login.entity,
      source: record.source,
      first_seen: history.failures.first(time, this.window),
      last_seen: time,
      count: tries,
      evidence: recentWithin(history.recent, time, this.window),
      detail: {
        peak: users.length,
        tries,
        users: makeNameSample(users),
        hosts: makeNameSample(history.hosts.within(time, this.window)),
      },
    }
    this.episodes.begin(tip, emit)
  }

  protected describe({ entity, count, first_seen, last_seen, detail }: Episode<Detail>): Description {
    const { peak, tries, users, hosts } = detail
    const window = formatDuration(this.window)
    const triesEach = Number(formatNumber(tries / peak).replaceAll(' ', ''))
    return {
      score: strengthOf(peak, this.limit),
      explanation:
        `${entity.value} failed to log in as ${countOf(users.total, 'account')} on ${listNames(hosts.names, hosts.total)} ` +
        `in ${formatDuration(last_seen - first_seen)}, ${countOf(count, 'try', 'tries')} in all ` +
        `(${peak} accounts in ${window}, limit ${this.limit})`,
      reasons: [
        {
          label: `accounts that failed and did not get in, in ${window}`,
          value: peak,
          threshold: this.limit,
          name: 'parameters.accounts',
          unit: 'count',
          met: peak >= this.limit,
        },
        {
          label: 'tries an account, at most',
          value: triesEach,
          threshold: this.triesLimit,
          name: 'parameters.tries',
          unit: 'count',
          met: tries <= peak * this.triesLimit,
        },
        { label: 'failed logins in all', value: count, unit: 'count', met: true },
      ],
      metadata: { 'user.name': users.names.slice(0, 20), 'host.name': hosts.names.slice(0, 10) },
    }
  }
}

export const passwordSpraying: Detector = {
  name: 'password-spraying',
  family: 'AUTHENTICATION',
  categories: ['authentication'],
  title: 'Password spraying',
  description:
    'Counts the distinct accounts that one source address failed to log in as, within a sliding window of event time and with few tries ' +
    'an account. An account that gets in from the same source is taken off the list: people who mistype do get in.',
  anomaly_types: [
    {
      anomaly_type: 'password_spraying',
      title: 'Password spraying',
      description: 'One source tried a few passwords on many accounts, which keeps each below its lock-out.',
      risk_score: 65,
      severity: 'high',
      category: 'permission',
      techniques: [technique('T1110.003', 'Brute Force: Password Spraying')],
    },
  ],
  parameters: [
    {
      name: 'accounts',
      description: 'Distinct accounts that one source fails on within the window that make an episode',
      unit: 'count',
      default: 8,
      minimum: 3,
      maximum: 200,
    },
    {
      name: 'tries',
      description: 'Failed logins an account, on average, above which it is guessing rather than spraying',
      unit: 'count',
      default: 5,
      minimum: 1,
      maximum: 100,
    },
    {
      name: 'window',
      description: 'How far back accounts count, by event time',
      unit: 'seconds',
      default: 900,
      minimum: 60,
      maximum: 86_400,
    },
    {
      name: 'quiet',
      description: 'An episode ends after so long without a failure; never shorter than the window',
      unit: 'seconds',
      default: 1800,
      minimum: 60,
      maximum: 86_400,
    },
  ],
  create: (parameters) => new PasswordSpraying(parameters),
}
