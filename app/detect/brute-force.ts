import type { Detector, Parameters } from './detector.ts'
import { technique } from './support/attack.ts'
import type { Description, Episode } from './support/episode.ts'
import { recentWithin } from './support/evidence.ts'
import { addFailure, makeLoginHistory, reviveLoginHistory, type LoginHistory } from './support/login-history.ts'
import { LoginWatch, type LoginRecord } from './support/login-watch.ts'
import { addName, makeNameSample, type NameSample } from './support/name-sample.ts'
import { strengthOf } from './support/strength.ts'
import { countOf, formatDuration, listNames } from './support/wording.ts'

interface Detail {
  /** The most failures within one window so far. */
  peak: number
  users: NameSample
  hosts: NameSample
}

class BruteForce extends LoginWatch<LoginHistory, Detail> {
  private limit = 0
  private window = 0

  constructor(parameters: Parameters) {
    super({ detector: 'brute-force', anomaly_type: 'authentication_brute_force' })
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.limit = parameters['failures']!
    this.window = parameters['window']! * 1000
    // Shorter than the window, it would count the records of one episode again in the next.
    this.episodes.setQuiet(Math.max(parameters['quiet']! * 1000, this.window))
  }

  protected makeSource(): LoginHistory {
    return makeLoginHistory(this.window / 30)
  }

  protected reviveSource(state: unknown): LoginHistory {
    return reviveLoginHistory(state)
  }

  protected fail(history: LoginHistory, attempt: LoginRecord): void {
    const { login, record, emit } = attempt
    const known = history.users.size
    const weight = addFailure(history, login, record)
    if (weight === 0) return
    const failures = history.failures.sum(record.time, this.window)
    const running = this.episodes.running(login.key, record.time)
    if (running === undefined) {
      if (failures >= this.limit) this.begin(history, attempt, failures)
      return
    }
    const { detail } = running
    if (failures > detail.peak) detail.peak = failures
    addName(detail.users, login.user, history.users.size > known)
    addName(detail.hosts, login.host)
    this.episodes.grow(running, record, weight, emit)
  }

  protected succeed(): void {}

  private begin(history: LoginHistory, { login, record, emit }: LoginRecord, failures: number): void {
    const { time } = record
    const tip = {
      key: login.key,
      entity: login.entity,
      source: record.source,
      first_seen: history.failures.first(time, this.window),
      last_seen: time,
      count: failures,
      evidence: recentWithin(history.recent, time, this.window),
      detail: {
        peak: failures,
        users: makeNameSample(history.users.within(time, this.window)),
        hosts: makeNameSample(history.hosts.within(time, this.window)),
      },
    }
    this.episodes.begin(tip, emit)
  }

  protected describe({ entity, count, first_seen, last_seen, detail }: Episode<Detail>): Description {
    const { peak, users, hosts } = detail
    const window = formatDuration(this.window)
    const on = listNames(hosts.names, hosts.total)
    const as = users.total === 0 ? '' : ` as ${listNames(users.names, users.total)}`
    return {
      score: strengthOf(peak, this.limit),
      explanation:
        `${entity.value} failed ${countOf(count, 'login')} on ${on}${as} in ${formatDuration(last_seen - first_seen)} ` +
        `(at most ${peak} in ${window}, limit ${this.limit})`,
      reasons: [
        {
          label: `failed logins in ${window}`,
          value: peak,
          threshold: this.limit,
          name: 'parameters.failures',
          unit: 'count',
          met: peak >= this.limit,
        },
        { label: 'failed logins in all', value: count, unit: 'count', met: true },
        {
          label: 'accounts tried',
          value: users.total,
          name: 'user.name',
          unit: 'count',
          met: true,
        },
      ],
      metadata: { 'user.name': users.names.slice(0, 10), 'host.name': hosts.names.slice(0, 10) },
    }
  }
}

export const bruteForce: Detector = {
  name: 'brute-force',
  family: 'AUTHENTICATION',
  categories: ['authentication'],
  title: 'Brute force of logins',
  description:
    'Counts failed logins (SSH, console, sudo, su) of one source address in a sliding window of event time; attempts without an ' +
    'address are counted by account and host. A failure is counted once, however many lines a program writes about it.',
  anomaly_types: [
    {
      anomaly_type: 'authentication_brute_force',
      title: 'Authentication brute force',
      description: 'One source failed more logins in a short time than a person mistyping does.',
      risk_score: 60,
      severity: 'medium',
      category: 'permission',
      techniques: [technique('T1110.001', 'Brute Force: Password Guessing')],
    },
  ],
  parameters: [
    {
      name: 'failures',
      description: 'Failed logins of one source within the window that make an episode',
      unit: 'count',
      default: 10,
      minimum: 3,
      maximum: 1000,
    },
    {
      name: 'window',
      description: 'How far back failures count, by event time',
      unit: 'seconds',
      default: 300,
      minimum: 10,
      maximum: 86_400,
    },
    {
      name: 'quiet',
      description: 'An episode ends after so long without a failure; never shorter than the window',
      unit: 'seconds',
      default: 900,
      minimum: 60,
      maximum: 86_400,
    },
  ],
  create: (parameters) => new BruteForce(parameters),
}
