import { describe, expect, it } from 'vitest'
import { bruteForce } from './brute-force.ts'
import { hour, inOrder, login, minute, morning, second, type LoginDraft } from './testing/records.ts'
import { foldEpisodes, runDetector } from './testing/run.ts'

const attacker = '203.0.113.7'

function failures(count: number, step: number, more: Partial<LoginDraft> = {}) {
  return Array.from({ length: count }, (_, n) =>
    login({ time: morning + n * step, host: 'web-1', user: 'root', outcome: 'failure', address: attacker, port: 40_000 + n, ...more }),
  )
}

const observe = (drafts: ReturnType<typeof failures>) => foldEpisodes(runDetector(bruteForce, inOrder(drafts)).observations)

describe('brute force', () => {
  it('reports a source that fails many logins, with the numbers that tipped it', () => {
    const { observations } = runDetector(bruteForce, inOrder(failures(31, 2 * second)))
    expect(observations[0]).toMatchObject({
      count: 10,
      first_seen: morning,
      last_seen: morning + 18 * second,
      entity: { kind: 'ip', value: attacker },
    })
    expect(observations[0]!.evidence).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(observations.reduce((sum, { count }) => sum + count, 0)).toBe(31)
    expect(observations.at(-1)!.explanation).toBe('203.0.113.7 failed 31 logins on web-1 as root in 1 min (at most 31 in 5 min, limit 10)')
    expect(observations.at(-1)!.metadata).toEqual({ 'user.name': ['root'], 'host.name': ['web-1'] })
  })

  it('leaves alone a person who mistypes a password and then gets in', () => {
    const mistyped = failures(4, 5 * second, { user: 'alice', address: '10.0.0.5', port: 50_000 })
    const closed = login({
      time: morning + 21 * second,
      host: 'web-1',
      user: 'alice',
      outcome: 'failure',
      address: '10.0.0.5',
      port: 50_000,
      action: 'ssh_connection_closed_preauth',
    })
    const accepted = login({ time: morning + minute, host: 'web-1', user: 'alice', outcome: 'success', address: '10.0.0.5', port: 50_001 })
    expect(observe([...mistyped, closed, accepted])).toEqual([])
  })

  it('leaves alone a stale password that a job retries every two minutes all day', () => {
    expect(observe(failures(700, 2 * minute, { user: 'backup', address: '10.0.0.9' }))).toEqual([])
  })

  it('counts what a line stands for, and the companion lines of an attempt not at all', () => {
    const repeated = failures(2, second, { repeat: 5 })
    expect(observe(repeated)).toMatchObject([{ count: 10 }])
    const companions = ['ssh_invalid_user', 'pam_authentication_failure', 'ssh_more_failures'].flatMap((action) =>
      failures(20, second, { action, repeat: 3 }),
    )
    expect(observe(companions)).toEqual([])
  })

  it('counts connections given up before a password where the server takes keys only', () => {
    expect(observe(failures(12, 3 * second, { action: 'ssh_connection_closed_preauth' }))).toMatchObject([{ count: 12 }])
    const both = failures(9, 3 * second).flatMap((attempt) => [
      attempt,
      { ...attempt, fields: { ...attempt.fields, 'event.action': 'ssh_disconnected_preauth' } },
    ])
    expect(observe(both)).toEqual([])
  })

  it('counts sudo and su by account and host, having no address', () => {
    const wrong = failures(4, 10 * second, { action: 'sudo', user: 'mallory', address: undefined, port: undefined, repeat: 3 })
    expect(observe(wrong)).toMatchObject([{ entity: 'mallory@web-1', count: 12 }])
  })

  it('makes one episode of a long attack and another after a quiet time', () => {
    const second_wave = failures(20, second).map((draft) => ({ ...draft, time: draft.time + 3 * hour }))
    const episodes = observe([...failures(200, 20 * second), ...second_wave])
    expect(episodes.map(({ episode, count }) => [episode, count])).toEqual([
      [String(morning), 200],
      [String(morning + 3 * hour), 20],
    ])
  })

  it('finds the attack on a host with the right clock though another under attack thinks it is 1970', () => {
    const drafts = failures(12, 10 * second).flatMap((draft) => [
      draft,
      { ...draft, time: draft.time - morning, fields: { ...draft.fields, 'host.name': 'web-2', 'source.port': 1 } },
    ])
    expect(observe(drafts).map(({ count, last }) => [last.first_seen, count])).toEqual([
      [0, 12],
      [morning, 12],
    ])
  })

  it('takes another limit while it runs', () => {
    const { observations } = runDetector(bruteForce, inOrder(failures(9, second)), { parameters: { failures: 5, window: 60, quiet: 60 } })
    expect(observations[0]).toMatchObject({ count: 5 })
    expect(observations[0]!.reasons[0]).toMatchObject({ value: 5, threshold: 5, name: 'parameters.failures', met: true })
  })
})
