import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { attack, begin } from './testing/attack-log.ts'
import { runCommand } from './testing/command.ts'
import { openWorkplace } from './testing/workplace.ts'

const { folder, write } = openWorkplace()

describe.concurrent('vedette events, records and stats', () => {
  const store = join(folder, 'searched')
  beforeAll(async () => {
    const log = write(
      'searched.log',
      [...attack, `<38>1 ${new Date(begin + 60_000).toISOString()} web-2 cron 1 - - (root) CMD (true)`].join('\n'),
    )
    expect((await runCommand('replay', log, '--store', store, '--quiet')).code).toBe(0)
  })
  const count = async (...query: string[]) => (await runCommand('records', ...query, '--home', store, '--count')).stdout.trim()

  test('records are found in the language of the query bar', async () => {
    expect(await count('source.ip:203.0.113.0/24', 'event.outcome:failure')).toBe('40')
    expect(await count('"Accepted password"')).toBe('1')
    expect(await count('source.port:[40010 TO 40019]', '-source.port:40015')).toBe('9')
    expect(await count('host.name:web-*', '--from', new Date(begin + 60_000).toISOString())).toBe('1')
    const { stdout } = await runCommand('records', 'source.ip:203.0.113.7', '--home', store, '--limit', '2', '--json')
    const { records } = JSON.parse(stdout) as { records: { seq: number }[] }
    expect(records.map(({ seq }) => seq)).toEqual([41, 40])
  })

  test('a query with a mistake ends with 2 and names the column', async () => {
    const ended = await runCommand('records', 'user.name:root', 'source.ip:10.0.0.0/99', '--home', store)
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain('query, column 16: ')
    expect((await runCommand('records', '--from', 'yesterday', '--home', store)).code).toBe(2)
  })

  test('events are listed by priority, and filtered', async () => {
    const list = async (...filter: string[]) => {
      const { stdout } = await runCommand('events', '--home', store, '--json', ...filter)
      return (JSON.parse(stdout) as { events: { anomaly_type: string }[] }).events.map(({ anomaly_type }) => anomaly_type)
    }
    expect(await list()).toEqual(['authentication_success_after_failures', 'authentication_brute_force'])
    expect(await list('--type', 'authentication_brute_force', '--entity', '203.0.113.7', '--status', 'new')).toHaveLength(1)
    expect(await list('--status', 'resolved')).toEqual([])
    expect((await runCommand('events', '--home', store, '--status', 'forgotten')).code).toBe(2)
  })

  test('what a sender wrote cannot steer the terminal it is read in', async () => {
    const own = join(folder, 'steered')
    const lines = attack.map((line) => line.replaceAll('root', '\u001b[2J\u202eroot'))
    expect(lines.join('')).toContain('\u001b')
    const log = write('steered.log', lines.join('\n'))
    const replayed = await runCommand('replay', log, '--store', own, '--quiet')
    const shown = [replayed, await runCommand('records', '--home', own), await runCommand('events', '--home', own)]
    for (const { code, stdout, stderr } of shown) {
      expect(code).toBe(0)
      expect(stdout).toContain('\\x1b[2J\\u202eroot')
      // eslint-disable-next-line no-control-regex -- they are what is looked for
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
    }
  })

  test('a home that is not there ends with 3 and is not made', async () => {
    const nowhere = join(folder, 'nowhere')
    for (const command of ['events', 'records', 'stats']) {
      const ended = await runCommand(command, '--home', nowhere)
      expect({ command, code: ended.code }).toEqual({ command, code: 3 })
      expect(ended.stderr).toContain(nowhere)
    }
    expect(existsSync(nowhere)).toBe(false)
  })

  test('a part of the store that is damaged is told after what can be read, with 3', async () => {
    const telemetry = join(store, 'telemetry')
    writeFileSync(join(telemetry, 'telemetry-0000000000009000.sqlite'), 'no database'.repeat(100))
    const ended = await runCommand('records', '--home', store, '--count')
    expect(ended.stdout.trim()).toBe('42')
    expect(ended.code).toBe(3)
    expect(ended.stderr).toContain('telemetry-0000000000009000.sqlite')
    rmSync(join(telemetry, 'telemetry-0000000000009000.sqlite'))
  })
})
