import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCommand } from './testing/command.ts'
import { openWorkplace } from './testing/workplace.ts'

const { folder, write } = openWorkplace()

const start = Date.UTC(2026, 10, 2)
const valueAt = (index: number) => (index === 150 ? 60 : 10 + (index % 7))
const rows = Array.from({ length: 200 }, (_, i) => ({ ts: start + i * 60_000, value: valueAt(i), label: i === 150 ? 1 : 0 }))
const csv = ['time,value,label', ...rows.map(({ ts, value, label }) => `${new Date(ts).toISOString()},${value},${label}`)].join('\n')
const lines = rows.map(({ ts, value }) => JSON.stringify({ application: 'shop', ts, value })).join('\n')
const robust = ['--engine', 'robust', '--params', 'window=50', '--params', 'threshold=0.9999']

describe.concurrent('vedette backtest', () => {
  test('prints one JSON object a value, the same each time, and from CSV as from JSON lines', async () => {
    const first = await runCommand('backtest', ...robust, '--file', write('a.csv', csv), '--json')
    const again = await runCommand(
      'backtest',
      '--engine',
      'robust',
      '--params',
      '{"window":50}',
      '--file',
      write('a.jsonl', lines),
      '--json',
    )
    expect(first.code).toBe(0)
    expect(again.stdout).toBe(first.stdout)
    const judged = first.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(judged).toHaveLength(200)
    expect(Object.keys(judged[0]!)).toEqual(['ts', 'value', 'score', 'lower', 'upper', 'is_anomaly'])
    expect(judged.filter(({ is_anomaly }) => is_anomaly)).toMatchObject([{ ts: start + 150 * 60_000, value: 60 }])
    expect(first.stderr).toContain('1 of 1 labelled windows found, 1 of 1 anomalies inside them')
  })

  test('without --json it prints CSV', async () => {
    const { stdout } = await runCommand('backtest', ...robust, '--file', write('b.csv', csv))
    expect(stdout.split('\n').slice(0, 2)).toEqual(['ts,value,score,lower,upper,is_anomaly', `${start},10,0,,,false`])
  })

  test('lines that cannot be read are named', async () => {
    const file = write('bad.csv', 'ts,value\n2026-11-02T00:00:00Z,1\n2026-11-02T00:01:00Z,NaN\n2026-11-01T00:01:00Z,1\n')
    const { code, stdout, stderr } = await runCommand('backtest', ...robust, '--file', file, '--json')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(`${file}:3: has no value that can be judged: "NaN"`)
    expect(stderr).toContain(`${file}:4: goes back in time`)
  })

  test.each([
    [['--engine', 'robsut'], 'did you mean "robust"?'],
    [['--engine', 'robust', '--params', 'windw=3'], 'did you mean "window"?'],
    [['--engine', 'robust', '--params', 'window=3.5'], 'window must be a whole number from 1 to 10000, not "3.5"'],
    [['--engine', 'robust', '--params', 'window'], 'write name=value'],
    [['--engine', 'robust', '--params', '{'], '--params is no JSON'],
  ])('asked wrongly: %j', async (asked, message) => {
    const { code, stderr } = await runCommand('backtest', ...asked, '--file', write('c.csv', csv))
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })

  test('a file that is not there is an error of its own', async () => {
    const { code, stderr } = await runCommand('backtest', ...robust, '--file', join(folder, 'nowhere.csv'))
    expect(code).toBe(1)
    expect(stderr).toContain('nowhere.csv')
  })
})
