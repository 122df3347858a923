import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEngine } from '../app/engine.ts'
import { runCommand } from './testing/command.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'vedette-retention-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const platform = {
  host: 'headless' as const,
  version: 'test',
  log: () => undefined,
  fatal: (message: string) => {
    throw new Error(message)
  },
  notify: () => Promise.resolve({ kind: 'delivered' as const }),
}

test('retention run takes away what is past its time, whether a console runs or not', async () => {
  expect(await runCommand('retention', 'run', '--home', home)).toMatchObject({
    code: 0,
    stdout: 'nothing is kept here: there is nothing to take away\n',
  })
  writeFileSync(join(home, 'vedette.yml'), 'version: 1\nsources: []\ndatasets: { max_historical_records: 100 }\n')
  const created = await createEngine({ home, platform, listen: false, environment: {} })
  if (created.kind === 'failed') throw new Error(created.failure.message)
  const text = Array.from({ length: 100 }, (_, at) => JSON.stringify({ at })).join('\n')
  await created.engine.datasets.ask('importRows', { name: 'rows', role: 'import', format: 'json_lines', text })
  // A console that cannot be asked holds the home: nothing is done behind its back.
  expect(await runCommand('retention', 'run', '--home', home)).toMatchObject({ code: 3, stdout: '' })
  await created.engine.close()
  const ran = await runCommand('retention', 'run', '--home', home, '--json')
  expect(ran.code).toBe(0)
  expect(JSON.parse(ran.stdout)).toMatchObject({
    telemetry: { segments: 0, records: 0 },
    signals: 0,
    models: 0,
    datasets: { records: 0, runs: 0, complete: true },
  })
  expect((await runCommand('retention', 'run', '--home', home)).stdout.split('\n').map((line) => line.split(':')[0])).toEqual([
    'records',
    'signals',
    'models',
    'datasets',
    '',
  ])
})
