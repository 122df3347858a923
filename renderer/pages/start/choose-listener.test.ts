import { expect, it } from 'vitest'
import type { SourceState, SourceStatus } from '../../../app/model/source.ts'
import { chooseListener } from './choose-listener.ts'

const status = (id: string, type: SourceStatus['source']['type'], kind: 'listening' | 'paused'): SourceStatus => {
  const state: SourceState = kind === 'listening' ? { kind, address: '127.0.0.1', port: 1, since: 0 } : { kind }
  return { source: { id, type, address: '127.0.0.1', port: 1, enabled: true, timezone: 'local' }, state }
}

it('prefers a syslog source that listens, then UDP', () => {
  const paused = status('paused', 'syslog-udp', 'paused')
  const tcp = status('tcp', 'syslog-tcp', 'listening')
  const udp = status('udp', 'syslog-udp', 'listening')
  expect(chooseListener([status('flows', 'netflow-udp', 'listening')])).toBeUndefined()
  expect(chooseListener([paused, tcp])).toBe(tcp)
  expect(chooseListener([paused, tcp, udp])).toBe(udp)
  expect(chooseListener([paused])).toBe(paused)
})
