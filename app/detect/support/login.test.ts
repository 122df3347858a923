import { describe, expect, it } from 'vitest'
import { chatter, inOrder, login, morning, type Draft } from '../testing/records.ts'
import { addFailure, makeLoginHistory } from './login-history.ts'
import { readLogin } from './login.ts'

const failed = { time: morning, host: 'web-1', user: 'root', outcome: 'failure', address: '203.0.113.7', port: 40_000 } as const
const read = (draft: Draft) => readLogin(inOrder([draft])[0]!)

describe('reading logins', () => {
  it('takes definitive attempts only, and knows who tried', () => {
    expect(read(login(failed))).toMatchObject({
      kind: 'attempt',
      succeeded: false,
      entity: { kind: 'ip', value: '203.0.113.7' },
      weight: 1,
    })
    expect(read(login({ ...failed, action: 'ssh_connection_closed_preauth' }))?.kind).toBe('abandoned')
    expect(read(login({ ...failed, action: 'pam_authentication_failure' }))).toBeUndefined()
    expect(read(chatter(morning, 'web-1'))).toBeUndefined()
    const named = login({ ...failed, address: undefined })
    named.fields['source.address'] = 'gw.example.net'
    expect(read(named)?.entity).toEqual({ kind: 'host', value: 'gw.example.net' })
    expect(read(login({ ...failed, address: undefined, action: 'su', user: 'mallory' }))?.entity).toEqual({
      kind: 'user',
      value: 'mallory@web-1',
    })
  })

  it('bounds what a single line can claim to stand for', () => {
    const history = makeLoginHistory(10_000)
    const claim = (repeat: number) => addFailure(history, read(login({ ...failed, repeat }))!, { seq: 1, time: morning })
    expect([claim(5), claim(-3), claim(Number.NaN), claim(1e15)]).toEqual([5, 1, 1, 100_000])
  })

  it('counts a connection once, however its end is logged', () => {
    const history = makeLoginHistory(10_000)
    const add = (action: string, port: number) => addFailure(history, read(login({ ...failed, action, port }))!, { seq: 1, time: morning })
    expect([add('ssh_login', 1), add('ssh_login', 1), add('ssh_connection_closed_preauth', 1)]).toEqual([1, 1, 0])
    expect([add('ssh_connection_closed_preauth', 2), add('ssh_disconnected_preauth', 2)]).toEqual([1, 0])
  })
})
