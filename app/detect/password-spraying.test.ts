import { describe, expect, it } from 'vitest'
import { passwordSpraying } from './password-spraying.ts'
import { inOrder, login, minute, morning, second, type Draft } from './testing/records.ts'
import { foldEpisodes, runDetector } from './testing/run.ts'

const attacker = '203.0.113.7'

function tryAccounts(count: number, step: number, tries = 1, address = attacker): Draft[] {
  return Array.from({ length: count * tries }, (_, n) =>
    login({ time: morning + n * step, host: 'mail-1', user: `user-${n % count}`, outcome: 'failure', address, port: 20_000 + n }),
  )
}

const observe = (drafts: readonly Draft[]) => foldEpisodes(runDetector(passwordSpraying, inOrder(drafts)).observations)

describe('password spraying', () => {
  it('reports a source that tries a password on many accounts', () => {
    const { observations } = runDetector(passwordSpraying, inOrder(tryAccounts(12, 40 * second)))
    expect(observations[0]).toMatchObject({ count: 8, first_seen: morning, entity: { kind: 'ip', value: attacker } })
    expect(foldEpisodes(observations)).toMatchObject([{ count: 12 }])
    expect(observations.at(-1)!.explanation).toBe(
      '203.0.113.7 failed to log in as 12 accounts on mail-1 in 7 min 20 s, 12 tries in all (12 accounts in 15 min, limit 8)',
    )
  })

  it('leaves guessing at few accounts to brute force', () => {
    expect(observe(tryAccounts(3, second, 100))).toEqual([])
    expect(
      observe(Array.from({ length: 8 }, (_, n) => tryAccounts(1, second, 50).map((draft) => withUser(draft, `user-${n}`))).flat()),
    ).toEqual([])
  })

  it('leaves alone an office behind one address on a Monday, where people mistype and then get in', () => {
    const office = Array.from({ length: 20 }, (_, n) => {
      const attempt = { time: morning + n * 40 * second, host: 'mail-1', user: `user-${n}`, address: '198.51.100.1' }
      return [login({ ...attempt, outcome: 'failure' }), login({ ...attempt, time: attempt.time + 5 * second, outcome: 'success' })]
    })
    expect(observe(office.flat())).toEqual([])
  })

  it('counts accounts within the window only', () => {
    expect(observe(tryAccounts(40, 5 * minute))).toEqual([])
  })

  it('counts the names guessed at a server that takes keys only', () => {
    const drafts = tryAccounts(10, 10 * second).map((draft) => ({
      ...draft,
      fields: { ...draft.fields, 'event.action': 'ssh_connection_closed_preauth' },
    }))
    expect(observe(drafts)).toMatchObject([{ count: 10 }])
  })

  it('has nothing to say of sudo and su, which name no source', () => {
    const drafts = tryAccounts(20, second).map((draft) => ({
      ...draft,
      fields: { ...draft.fields, 'event.action': 'su', 'source.ip': undefined },
    }))
    expect(observe(drafts)).toEqual([])
  })
})

function withUser(draft: Draft, user: string): Draft {
  return { ...draft, fields: { ...draft.fields, 'user.name': user } }
}
