import { addRecentRecord, makeRecentRecords, type RecentRecords } from './evidence.ts'
import type { Login } from './login.ts'
import { SeenValues, type SeenState } from './seen-values.ts'
import { TimeBuckets, type TimeBucketsState } from './time-buckets.ts'

/** More than any limit on accounts may be set to. */
export const maxUsers = 256
const maxHosts = 16
const maxPorts = 16
/** `vedette.repeat` is text from a log line: one line cannot outweigh an attack. */
const maxWeight = 100_000

/** What one source has tried lately. */
export interface LoginHistory {
  failures: TimeBuckets
  recent: RecentRecords
  /** Accounts that failed and have not got in since. */
  users: SeenValues
  hosts: SeenValues
  /** Ports of connections whose failure has been counted, so that their closing is not counted again. */
  ports: number[]
}

export function makeLoginHistory(width: number): LoginHistory {
  return {
    failures: new TimeBuckets(width),
    recent: makeRecentRecords(),
    users: new SeenValues(maxUsers),
    hosts: new SeenValues(maxHosts),
    ports: [],
  }
}

/** For `LruMap.restore`. */
export function reviveLoginHistory(state: unknown): LoginHistory {
  const saved = state as { failures: TimeBucketsState; recent: RecentRecords; users: SeenState; hosts: SeenState; ports: number[] }
  return {
    failures: TimeBuckets.from(saved.failures),
    recent: saved.recent,
    users: SeenValues.from(maxUsers, saved.users),
    hosts: SeenValues.from(maxHosts, saved.hosts),
    ports: saved.ports,
  }
}

/** Returns how many failures it counted: none for the end of a connection whose failures were lines of their own. */
export function addFailure(history: LoginHistory, login: Login, record: { seq: number; time: number }): number {
  if (login.port !== undefined) {
    const known = history.ports.includes(login.port)
    if (login.kind === 'abandoned' && known) return 0
    if (!known && history.ports.push(login.port) > maxPorts) history.ports.shift()
  } else if (login.kind === 'abandoned') return 0
  const weight = Math.min(login.weight, maxWeight)
  history.failures.add(record.time, weight)
  addRecentRecord(history.recent, record.seq, record.time)
  if (login.user !== '') history.users.add(login.user, record.time)
  history.hosts.add(login.host, record.time)
  return weight
}

/** A person who mistyped and then got in was not trying other people's accounts. */
export function forgiveUser(history: LoginHistory, user: string): void {
  history.users.remove(user)
}
