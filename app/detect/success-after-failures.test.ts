import { describe, expect, it } from 'vitest'
import { successAfterFailures } from './success-after-failures.ts'
import { hour, inOrder, login, minute, morning, second, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector } from './testing/run.ts'

const attacker = '203.0.113.7'

function fail(count: number, user: (n: number) => string = () => 'root', step = 2 * second): Draft[] {
  return Array.from({ length: count }, (_, n) =>
    login({ time: morning + n * step, host: 'web-1', user: user(n), outcome: 'failure', address: attacker, port: 20_000 + n }),
  )
}

function succeed(after: number, user = 'root', host = 'web-1', address = attacker): Draft {
  return login({ time: morning + after, host, user, outcome: 'success', address, port: 61_000 })
}

const observe = (drafts: readonly Draft[]) => runDetector(successAfterFailures, inOrder(drafts)).observations

describe('success after failures', () => {
  it('reports the login that a brute force ended in, naming account, host and failures', () => {
    const observations = observe([...fail(31), succeed(64 * second)])
    expect(observations).toMatchObject([{ count: 1, entity: { kind: 'ip', value: attacker }, first_seen: morning + 64 * second }])
    expect(observations[0]!.explanation).toBe(
      '203.0.113.7 logged in as root on web-1 4 s after 31 failed logins as 1 account (limit 10 in 5 min, or 8 accounts in 15 min)',
    )
    expect(observations[0]!.evidence).toEqual(Array.from({ length: 32 }, (_, n) => n + 1))
  })

  it('reports the login that a spraying ended in, though that account never failed', () => {
    const observations = observe([...fail(9, (n) => `user-${n}`, 60 * second), succeed(10 * minute, 'user-9')])
    expect(observations[0]!.explanation).toContain('as user-9 on web-1 2 min after 9 failed logins as 9 accounts')
  })

  it('takes a login whose time tells no more than its second for later than what failed within that second', () => {
    // The host sends one format, the bastion before it the other: 40 failures in a second that the success seems to begin.
    const failures = fail(40, () => 'root', 20).map((draft) => ({ ...draft, time: draft.time + 150 }))
    const [observation] = observe([...failures, succeed(0)])
    expect(observation!.explanation).toContain('logged in as root on web-1 right after 40 failed logins as 1 account')
    expect(observation!.evidence).toHaveLength(33)
  })

  it.each([2, 3, 4])('leaves alone a person who mistypes a password %i times and gets in', (times) => {
    expect(observe([...fail(times, () => 'alice', 5 * second), succeed(minute, 'alice')])).toEqual([])
  })

  it('leaves alone a person who mistypes every morning', () => {
    const days = Array.from({ length: 20 }, (_, day) =>
      [...fail(3, () => 'alice'), succeed(20 * second, 'alice')].map((draft) => ({ ...draft, time: draft.time + day * 24 * hour })),
    )
    expect(observe(days.flat())).toEqual([])
  })

  it('lays nothing to another source, nor to a source whose failures are long past', () => {
    expect(observe([...fail(31), succeed(64 * second, 'root', 'web-1', '10.0.0.5')])).toEqual([])
    expect(observe([...fail(31), succeed(2 * hour + 5 * minute)])).toEqual([])
  })

  it('tells at once of another account or host in the same episode, and counts the rest', () => {
    const observations = observe([
      ...fail(31),
      succeed(64 * second),
      succeed(65 * second, 'alice'),
      succeed(66 * second, 'alice', 'db-1'),
      succeed(67 * second, 'alice', 'db-1'),
    ])
    expect(observations.map(({ count }) => count)).toEqual([1, 1, 1, 1])
    expect(foldEpisodes(observations)).toMatchObject([
      { count: 4, last: { metadata: { 'user.name': ['root', 'alice'], 'host.name': ['web-1', 'db-1'] } } },
    ])
  })

  it('finds a sudo password guessed on one host', () => {
    const wrong = Array.from({ length: 4 }, (_, n) =>
      login({ time: morning + n * 20 * second, host: 'web-1', user: 'mallory', outcome: 'failure', action: 'sudo', repeat: 3 }),
    )
    const right = login({ time: morning + 2 * minute, host: 'web-1', user: 'mallory', outcome: 'success', action: 'sudo' })
    expect(observe([...wrong, right])).toMatchObject([{ entity: { kind: 'user', value: 'mallory@web-1' } }])
  })
})
