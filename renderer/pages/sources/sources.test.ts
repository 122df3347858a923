import { describe, expect, it } from 'vitest'
import type { SourceTypeInfo } from '../../../app/contract/sources.ts'
import type { Source } from '../../../app/model/source.ts'
import { adviseOn, isExposed, systemOf } from './source-advice.ts'
import { changeType, newSource, objectionsOf } from './source-draft.ts'
import { testCommandOf } from './test-command.ts'

const udp: SourceTypeInfo = {
  type: 'syslog-udp',
  title: 'Syslog',
  transport: 'udp',
  default_port: 5514,
  test_command: 'logger -n {address} -P {port}',
}
const flows: SourceTypeInfo = { type: 'netflow-udp', title: 'Flows', transport: 'udp', default_port: 2055, test_command: '' }
const source = (part: Partial<Source> = {}): Source => ({
  id: 'syslog-udp',
  type: 'syslog-udp',
  address: '127.0.0.1',
  port: 5514,
  enabled: true,
  timezone: 'local',
  ...part,
})

describe('a new source', () => {
  it('takes the usual name, port and loopback', () => {
    expect(newSource([udp, flows], [])).toEqual(source())
  })

  it('steps aside for those that are there', () => {
    expect(newSource([udp, flows], [source()])).toMatchObject({ id: 'syslog-udp-2', port: 5515 })
  })

  it('follows its type until the analyst has chosen', () => {
    const types = [udp, flows]
    expect(changeType(newSource(types, []), flows, types, [])).toMatchObject({ type: 'netflow-udp', id: 'netflow-udp', port: 2055 })
    expect(changeType(source({ id: 'edge', port: 9995 }), flows, types, [])).toMatchObject({ id: 'edge', port: 9995 })
  })
})

describe('an objection of the engine', () => {
  it('goes to its field', () => {
    const issues = [
      { path: 'source.id', message: 'lower-case letters' },
      { path: 'source.port', message: 'too big' },
    ]
    expect(objectionsOf({ kind: 'invalid_input', message: 'Refused.', issues })).toEqual({ id: 'lower-case letters', port: 'too big' })
  })

  it('is shown above when it is about none', () => {
    expect(objectionsOf({ kind: 'conflict', message: 'There is one already.' })).toEqual({ '': 'There is one already.' })
  })
})

describe('advice on a source that failed', () => {
  it('names the command that shows who has the port', () => {
    const failure = { kind: 'port_taken', message: '' } as const
    expect(adviseOn(failure, source(), 'linux').command).toBe("sudo ss -lnpu 'sport = :5514'")
    expect(adviseOn(failure, source({ type: 'syslog-tcp' }), 'mac').command).toBe('sudo lsof -nP -i tcp:5514')
    expect(adviseOn(failure, source(), 'windows').command).toContain('netstat')
  })

  it('says how to do without the privilege', () => {
    expect(adviseOn({ kind: 'no_permission', message: '' }, source({ port: 514 }), 'linux')).toMatchObject({
      text: expect.stringContaining('5514'),
      command: 'sudo sysctl net.ipv4.ip_unprivileged_port_start=514',
    })
  })

  it('knows the system by its name', () => {
    expect(['MacIntel', 'Win32', 'Linux x86_64'].map(systemOf)).toEqual(['mac', 'windows', 'linux'])
  })
})

it('tells loopback from an address others can reach', () => {
  expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].some(isExposed)).toBe(false)
  expect(['0.0.0.0', '::', '192.0.2.1', '10.0.0.1'].every(isExposed)).toBe(true)
})

it('sends a test to loopback where a source hears every network', () => {
  expect(testCommandOf(udp, '0.0.0.0', 5514)).toBe('logger -n 127.0.0.1 -P 5514')
  expect(testCommandOf(udp, '192.0.2.1', 99)).toBe('logger -n 192.0.2.1 -P 99')
})
