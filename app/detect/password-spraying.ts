import type { Detector, DetectorInstance, Emit, Parameters } from './detector.ts'
import type { TelemetryRecord } from '../model/record.ts'
import { technique } from './support/attack.ts'
import { addDistinct, distinctWithin, makeDistinctValues, sampleDistinct, type DistinctValues } from './support/distinct.ts'
import { EpisodeBook, type Description, type Episode } from './support/episode.ts'
import { recentWithin } from './support/evidence.ts'
import { addFailure, forgiveUser, makeLoginHistory, maxUsers, reviveLoginHistory, type LoginHistory } from './support/login-history.ts'
import { readLogin, type Login } from './support/login.ts'
import { LruMap, type LruSnapshot } from './support/lru.ts'
import { copyState } from './support/state.ts'
import { strengthOf } from './support/strength.ts'
import { countOf, formatDuration, formatNumber, listNames } from './support/wording.ts'

const maxSources = 10_000

interface Detail {
  /** The most accounts within one window so far, and the failures then. */
  peak: number
  tries: number
  users: DistinctValues
  hosts: DistinctValues
}

class PasswordSpraying implements DetectorInstance {
  private readonly sources = new LruMap<LoginHistory>(maxSources)
  private readonly episodes: EpisodeBook<Detail>
  private limit = 0
  private triesLimit = 0
  private window = 0

  constructor(parameters: Parameters) {
    this.episodes = new EpisodeBook({
      detector: 'password-spraying',
      anomaly_type: 'password_spraying',
      capacity: maxSources,
      quiet: 0,
      describe: (episode) => this.describe(episode),
    })
    this.configure(parameters)
  }

  configure(parameters: Parameters): void {
    this.limit = parameters['accounts']!
    this.triesLimit = parameters['tries']!
    this.window = parameters['window']! * 1000
    this.episodes.setQuiet(Math.max(parameters['quiet']! * 1000, this.window))
  }

  observe(record: TelemetryRecord, emit: Emit): void {
    if (record.fields['event.category'] !== 'authentication') return
    const login = readLogin(record)
    // Without an address (sudo, su) there is no one source that could try many accounts.
    if (login === undefined || login.user === '' || login.entity.kind === 'user') return
    let history = this.sources.get(login.key)
    if (login.succeeded) {
      if (history !== undefined) forgiveUser(history, login.user)
      return
    }
    if (history === undefined) {
      history = makeLoginHistory(this.window / 30)
      this.sources.set(login.key, history)
    }
    const weight = addFailure(history, login, record)
    if (weight === 0) return
    const running = this.episodes.running(login.key, record.time)
    if (running !== undefined) this.grow(running, history, login, record, weight, emit)
    else this.considerBeginning(history, login, record, emit)
  }

  tick(): void {}

  drain(emit: Emit): void {
    this.episodes.drain(emit)
  }

  snapshot(): unknown {
    return copyState({ sources: this.sources.snapshot(), episodes: this.episodes.snapshot() })
  }

  restore(state: unknown): void {
    const saved = state as { sources: LruSnapshot<unknown>; episodes: unknown }
    this.sources.restore(saved.sources, reviveLoginHistory)
    this.episodes.restore(saved.episodes)
  }

  stats(): { entities: number; evicted: number } {
    return { entities: this.sources.size, evicted: this.sources.evicted + this.episodes.evicted }
  }

  private considerBeginning(history: LoginHistory, login: Login, record: TelemetryRecord, emit: Emit): void {
    if (history.users.values.length < this.limit) return
    const users = distinctWithin(history.users, record.time, this.window)
    const tries = history.failures.sum(record.time, this.window)
    if (users.length < this.limit || tries > users.length * this.triesLimit) return
    const detail: Detail = { peak: users.length, tries, users: makeDistinctValues(), hosts: makeDistinctValues() }
    for (const user of users) addDistinct(detail.users, user, record.time, maxUsers)
    for (const host of distinctWithin(history.hosts, record.time, this.window)) addDistinct(detail.hosts, host, record.time, maxUsers)
    const tip = {
      key: login.key,
      entity: login.entity,
      first_seen: history.failures.first(record.time, this.window),
      last_seen: record.time,
      count: tries,
      evidence: recentWithin(history.recent, record.time, this.window),
      detail,
    }
    this.episodes.begin(tip, emit)
  }

  private grow(episode: Episode<Detail>, history: LoginHistory, login: Login, record: TelemetryRecord, weight: number, emit: Emit): void {
    const { detail } = episode
    if (addDistinct(detail.users, login.user, record.time, maxUsers)) {
      const users = distinctWithin(history.users, record.time, this.window).length
      if (users > detail.peak) {
        detail.peak = users
        detail.tries = history.failures.sum(record.time, this.window)
      }
    }
    addDistinct(detail.hosts, login.host, record.time, maxUsers)
    this.episodes.grow(episode, record, weight, emit)
  }

  private describe({ entity, count, first_seen, last_seen, detail }: Episode<Detail>): Description {
    const { peak, tries, users, hosts } = detail
    const window = formatDuration(this.window)
    const triesEach = Number(formatNumber(tries / peak).replaceAll(' ', ''))
    return {
      score: strengthOf(peak, this.limit),
      explanation:
        `${entity.value} failed to log in as ${countOf(users.values.length, 'account')} on ${listNames(sampleDistinct(hosts, maxUsers))} ` +
        `in ${formatDuration(last_seen - first_seen)}, ${countOf(count, 'try', 'tries')} in all ` +
        `(${peak} accounts at ${triesEach} tries each in ${window}, limit ${this.limit})`,
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
      metadata: { 'user.name': sampleDistinct(users, 20), 'host.name': sampleDistinct(hosts, 10) },
    }
  }
}

export const passwordSpraying: Detector = {
  name: 'password-spraying',
  family: 'AUTHENTICATION',
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
