import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeChance } from '../app/detect/testing/traffic.ts'
import { runCommand } from './testing/command.ts'

let directory: string
let csv: string
let lines: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vedette-model-'))
  const chance = makeChance(7)
  const rows = Array.from({ length: 400 }, (_, n) => {
    const attack = n % 80 === 7
    return {
      host: `h${n % 9}`,
      bytes: attack ? 90_000 + n : Math.floor(chance() * 1000),
      ports: attack ? 300 : Math.floor(chance() * 4),
      attack: attack ? 1 : 0,
    }
  })
  csv = join(directory, 'table.csv')
  lines = join(directory, 'table.jsonl')
  writeFileSync(csv, ['host,bytes,ports,attack', ...rows.map((row) => Object.values(row).join())].join('\n'))
  writeFileSync(lines, rows.map((row) => JSON.stringify(row)).join('\n'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('a table is learnt, and scored by what was learnt', async () => {
  const out = join(directory, 'model.json')
  const trained = await runCommand('model', 'train', '--file', csv, '--out', out, '--outliers', '0.02', '--json')
  expect(trained.code).toBe(0)
  expect(JSON.parse(trained.stdout)).toMatchObject({
    rows: 400,
    columns: ['bytes', 'ports'],
    ignored: ['host'],
    label: 'attack',
    roc_auc: 1,
  })
  const scored = await runCommand('model', 'score', '--file', lines, '--model', out, '--json')
  const rows = scored.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { row: number; is_outlier: boolean; reasons: { column: string }[] })
  expect(rows).toHaveLength(400)
  const outliers = rows.filter(({ is_outlier }) => is_outlier)
  expect(outliers.map(({ row }) => row)).toEqual(expect.arrayContaining([8, 88, 168, 248, 328]))
  expect(outliers[0]?.reasons[0]?.column).toMatch(/bytes|ports/)
})

async function trainLabelled(labels: readonly [marked: string, other: string], ...more: string[]) {
  const file = join(directory, 'labelled.csv')
  const rows = Array.from({ length: 200 }, (_, n) => (n % 40 === 7 ? `${90_000 + n},${labels[0]}` : `${n % 30},${labels[1]}`))
  writeFileSync(file, ['bytes,label', ...rows].join('\n'))
  const trained = await runCommand('model', 'train', '--file', file, '--json', ...more)
  const scored = await runCommand('model', 'score', '--file', file, ...more)
  return { trained, summary: (trained.code === 0 ? JSON.parse(trained.stdout) : {}) as Record<string, unknown>, scored }
}

async function labelledModel(): Promise<string> {
  const out = join(directory, 'labelled.json')
  await trainLabelled(['1', '0'])
  await runCommand('model', 'train', '--file', join(directory, 'labelled.csv'), '--out', out)
  return out
}

test('labels in words measure as those in numbers do', async () => {
  const numbers = await trainLabelled(['1', '0'])
  const words = await trainLabelled(['attack', 'normal'])
  expect(numbers.summary['roc_auc']).toBeGreaterThan(0.9)
  expect(words.summary['roc_auc']).toBe(numbers.summary['roc_auc'])
  expect(words.scored.stderr).toContain('ROC-AUC')
})

test.each([
  [['normal', 'normal'], 'the column "label" marks no row as an attack'],
  [['attack', 'intrusion'], 'the column "label" marks every row as an attack'],
] as const)('labels that tell nothing apart, %j, are said to measure nothing', async (labels, why) => {
  const { trained, summary, scored } = await trainLabelled(labels)
  expect(summary).toMatchObject({ label: 'label', unmeasured: why })
  expect(summary).not.toHaveProperty('roc_auc')
  expect(trained.stderr).toContain(`not measured: ${why}`)
  expect(scored.stderr).toContain(`not measured: ${why}`)
})

test('a table without labels says why it is not measured, and a label that is not there is refused', async () => {
  const file = join(directory, 'unlabelled.csv')
  writeFileSync(file, ['bytes', ...Array.from({ length: 30 }, (_, n) => String(n))].join('\n'))
  const trained = await runCommand('model', 'train', '--file', file, '--json')
  expect(JSON.parse(trained.stdout)).toMatchObject({ unmeasured: 'no column marks attacks' })
  expect(trained.stderr).not.toContain('not measured')
  const scored = await runCommand('model', 'score', '--file', file, '--model', await labelledModel())
  expect(scored.code).toBe(0)
  expect(scored.stderr).not.toContain('not measured')
  const missing = await runCommand('model', 'train', '--file', file, '--label', 'atack')
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no column "atack".') })
})

test('cells without a number count as usual, explain nothing and are counted', async () => {
  const file = join(directory, 'holes.csv')
  const chance = makeChance(3)
  const rows = Array.from({ length: 300 }, () => `${95 + Math.floor(chance() * 10)},${Math.floor(chance() * 5)}`)
  const holes = [',3', 'NaN,3', 'null,2', 'NA,2']
  writeFileSync(file, ['bytes,peers', ...rows, ...holes].join('\n'))
  const trained = await runCommand('model', 'train', '--file', file, '--json')
  expect(JSON.parse(trained.stdout)).toMatchObject({ columns: ['bytes', 'peers'], ignored: [], filled_cells: 4 })
  const scored = await runCommand('model', 'score', '--file', file, '--json')
  const last = scored.stdout.trim().split('\n').slice(-holes.length)
  for (const line of last) expect(JSON.parse(line)).toMatchObject({ is_outlier: false, reasons: [], filled: ['bytes'] })
  expect(scored.stderr).toContain('4 cells without a number took the median of the column')
})

test('a row that stands out is not explained by a cell that holds nothing', async () => {
  const file = join(directory, 'odd.csv')
  const chance = makeChance(3)
  const rows = Array.from({ length: 300 }, () => `${95 + Math.floor(chance() * 10)},${Math.floor(chance() * 5)}`)
  writeFileSync(file, ['bytes,peers', ...rows, ',900'].join('\n'))
  const scored = await runCommand('model', 'score', '--file', file, '--json')
  const last = JSON.parse(scored.stdout.trim().split('\n').at(-1)!) as { is_outlier: boolean; reasons: { column: string }[] }
  expect(last.is_outlier).toBe(true)
  expect(last.reasons.map(({ column }) => column)).toEqual(['peers'])
})

test('a column without a number cannot be learnt from', async () => {
  const trained = await runCommand('model', 'train', '--file', csv, '--columns', 'host')
  expect(trained).toMatchObject({ code: 1, stderr: expect.stringContaining('No row has a number in the column "host".') })
})

test('the same file and seed give the same text, another seed another', async () => {
  const run = async (seed: string) => (await runCommand('model', 'score', '--file', csv, '--seed', seed, '--json')).stdout
  expect(await run('1')).toBe(await run('1'))
  expect(await run('1')).not.toBe(await run('2'))
})

test('what cannot be done is said, with the code for it', async () => {
  const missing = await runCommand('model', 'train', '--file', join(directory, 'none.csv'))
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('none.csv') })
  // Scoring before there is a model was an error of an earlier system too (network-if-property).
  const noModel = await runCommand('model', 'score', '--file', csv, '--model', csv)
  expect(noModel).toMatchObject({ code: 1, stderr: expect.stringContaining('is no model') })
  expect((await runCommand('model', 'train', '--file', csv, '--columns', 'nowhere')).stderr).toContain('There is no column "nowhere".')
  expect((await runCommand('model', 'train', '--file', csv, '--trees', 'many')).code).toBe(2)
})
