import fc from 'fast-check'
import { chatter, firewallDrop, flow, hour, httpRequest, login, minute, morning, second, type Draft } from './records.ts'

/** A record at its true time. */
export interface Timed {
  at: number
  draft: Draft
}

const offsets = [0, 0, 0, -morning, 24 * hour, 9 * hour, -5 * hour, 40 * second]
const statuses = [400, 403, 401, 404, 500, 503, 200]
const users = ['root', 'admin', 'alice', 'bob', 'oracle', 'test', 'guest', 'ubuntu', 'git', 'backup', 'nagios', 'www']

/** What one host, or one stranger against it, does for a while. `id` keeps its names apart from everyone else's. */
function burst(id: number, offset: number): fc.Arbitrary<Timed[]> {
  const host = `host-${id}`
  const begins = fc.integer({ min: 0, max: 3 * 60 }).map((minutes) => morning + minutes * minute)
  const shape = fc.record({
    begins,
    size: fc.integer({ min: 1, max: 60 }),
    step: fc.constantFrom(20, second, 5 * second, minute),
    who: fc.nat(3),
  })
  const timed = (at: number, make: (time: number) => Draft): Timed => ({ at, draft: make(at + offset) })
  const each = (make: (n: number, who: number, size: number) => (time: number) => Draft) =>
    shape.map(({ begins, size, step, who }) => Array.from({ length: size }, (_, n) => timed(begins + n * step, make(n, who, size))))
  const stranger = (who: number) => `203.0.${id}.${who + 1}`
  const inside = (who: number) => `10.${id}.0.${who + 1}`
  return fc.oneof(
    each((n, who, size) => (time) => {
      const outcome = n === size - 1 ? 'success' : 'failure'
      return login({ time, host, user: users[who]!, outcome, address: stranger(who), port: 30_000 + n })
    }),
    each(
      (n, who) => (time) =>
        login({ time, host, user: users[n % users.length]!, outcome: 'failure', address: stranger(who), repeat: n === 3 ? 4 : undefined }),
    ),
    each((_, who) => (time) => login({ time, host, user: users[who]!, outcome: 'failure', action: 'sudo' })),
    each(
      (n, who) => (time) => login({ time, host, user: users[who]!, outcome: n % 4 === 3 ? 'success' : 'failure', address: inside(who) }),
    ),
    each(() => (time) => chatter(time, host)),
    each((n, who) => (time) => firewallDrop({ time, host, from: stranger(who), to: inside(0), port: 1 + n * 7 })),
    each((n, who) => (time) => firewallDrop({ time, host, from: stranger(who), to: `10.${id}.1.${n % 250}`, port: 22 })),
    each(
      (n, who) => (time) =>
        flow({ time, exporter: `192.0.2.${id}`, from: inside(who), to: stranger(n % 4), port: 443, bytes: 1000 + 77 * n }),
    ),
    each((_, who) => (time) => flow({ time, exporter: `192.0.2.${id}`, from: inside(who), to: stranger(9), port: 443, bytes: 512 })),
    each(
      (n, who) => (time) =>
        flow({ time, exporter: `192.0.2.${id}`, from: stranger(who), to: inside(who), port: n + 1, packets: 1, bytes: 40, flags: 2 }),
    ),
    each(
      (n, who) => (time) =>
        flow({ time, exporter: `192.0.2.${id}`, from: inside(who), to: stranger(1), port: 443, bytes: n === 20 ? 4e9 : 3000 }),
    ),
    each((n, who) => (time) => httpRequest({ time, host, path: `/p/${n}`, status: statuses[who], address: stranger(0) })),
    each((n) => (time) => httpRequest({ time, host, path: `/p/${n % 2}`, status: 500 + (n % 4), address: stranger(2) })),
    each(
      (n, who) => (time) =>
        httpRequest({
          time,
          host,
          path: `/p/${n % 3}`,
          status: statuses[n % statuses.length],
          address: stranger(who),
          user: `u-${id}-${who % 2}`,
        }),
    ),
    each(
      (_, who) => (time) =>
        httpRequest({
          time,
          host,
          path: '/api/v1/users/7',
          method: 'PUT',
          address: stranger(who),
          sensitive: '/api/v1/users/',
          probe: '/api/v1/users/',
        }),
    ),
    each(
      (n, who) => (time) =>
        httpRequest({
          time,
          host,
          path: '/',
          address: stranger(who),
          tenant: ['a', 'Tenant A'],
          claimed: ['a', 'b', `c${n}`, 'Tenant A'][n % 4],
        }),
    ),
  )
}

/** One host's records, by a clock that is right unless `offset` says otherwise. */
export function hostStream(id: number, offset: number): fc.Arbitrary<Timed[]> {
  return fc.array(burst(id, offset), { minLength: 1, maxLength: 5 }).map((bursts) => bursts.flat())
}

/** Several hosts, some with wrong clocks, interleaved as they happened. */
export const mixedStream: fc.Arbitrary<Draft[]> = fc
  .array(fc.constantFrom(...offsets), { minLength: 1, maxLength: 4 })
  .chain((chosen) => fc.tuple(...chosen.map((offset, id) => hostStream(id, offset))))
  .map((streams) => inTrueOrder(streams.flat()))

/** Healthy hosts that tell the time for every detector that must judge absence or clocks: a line every ten seconds or so. */
export function steadyHosts(count: number, length: number): Timed[] {
  const lines: Timed[] = []
  for (let id = 0; id < count; id += 1) {
    for (let at = morning; at <= morning + length; at += 10 * second) lines.push({ at: at + id, draft: chatter(at + id, `steady-${id}`) })
  }
  return lines
}

export function inTrueOrder(lines: readonly Timed[]): Draft[] {
  return [...lines].sort((a, b) => a.at - b.at).map(({ draft }) => draft)
}

/** How wrong a clock may be in the suite: never set, tomorrow, other zones. */
export const wrongOffset: fc.Arbitrary<number> = fc.constantFrom(-morning, 24 * hour, 9 * hour, -5 * hour)
