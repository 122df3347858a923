import { describe, expect, it } from 'vitest'
import type { SourceState, SourceStatus } from '../../app/model/source.ts'
import { summarizeListeners } from './listener-summary.ts'

const source = (state: SourceState): SourceStatus => ({
  source: { id: 'a', type: 'syslog-udp', address: '127.0.0.1', port: 5514, enabled: true, timezone: 'local' },
  state,
})
const listening = source({ kind: 'listening', address: '127.0.0.1', port: 5514, since: 0 })
const failed = source({ kind: 'failed', failure: { kind: 'port_taken', message: 'taken' }, at: 0 })

describe('the listeners in one word', () => {
  it('is unknown until the sources have been listed', () => expect(summarizeListeners(undefined, undefined, []).kind).toBe('unknown'))
  it('is healthy while everything listens and nothing is lost', () => {
    expect(summarizeListeners([listening], undefined, [0, 0])).toEqual({ kind: 'healthy', text: '1 listening' })
  })
  it('fails when one of them failed, whatever the others do', () => {
    expect(summarizeListeners([listening, failed], undefined, [5])).toEqual({ kind: 'failing', text: '1 of 2 failed' })
  })
  it('tells of a loss for ten seconds', () => {
    expect(summarizeListeners([listening], undefined, [3]).kind).toBe('losing')
    expect(summarizeListeners([listening], undefined, [3, ...Array<number>(10).fill(0)]).kind).toBe('healthy')
  })
  it('is idle when all are paused or there are none', () => {
    expect(summarizeListeners([source({ kind: 'paused' })], undefined, []).text).toBe('Nothing listens')
    expect(summarizeListeners([], undefined, []).text).toBe('No sources')
  })
})
