import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigFile } from './config-file.ts'
import { parseConfig } from './config-text.ts'

function temporaryFile(text?: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'vedette-config-')), 'vedette.yml')
  if (text !== undefined) writeFileSync(file, text)
  return file
}

test('the first read writes a file with three loopback sources', () => {
  const file = temporaryFile()
  const result = new ConfigFile(file).read()
  expect(result.kind).toBe('read')
  if (result.kind !== 'read') return
  expect(result.config.sources.map(({ id, address }) => [id, address])).toEqual([
    ['syslog-udp', '127.0.0.1'],
    ['syslog-tcp', '127.0.0.1'],
    ['netflow', '127.0.0.1'],
  ])
  expect(readFileSync(file, 'utf8')).toContain('# What listens')
})

test('problems name line, column and path, all at once', () => {
  const result = parseConfig(
    'version: 1\nsources:\n  - id: a\n    type: syslog-udp\n    port: 70000\n  - id: b\n    type: nonsense\n    port: 1\nretenton: {}\n',
  )
  expect(result.kind).toBe('refused')
  if (result.kind !== 'refused') return
  expect(result.problems.map(({ line, column, path }) => [line, column, path])).toEqual([
    [5, 5, 'sources.0.port'],
    [7, 5, 'sources.1.type'],
    [9, 1, 'retenton'],
  ])
})

test('YAML that cannot be read is refused with its place', () => {
  const result = parseConfig('version: 1\nsources: [')
  expect(result).toMatchObject({ kind: 'refused', problems: [{ line: 2 }] })
})

test('two sources with one id are refused at the second', () => {
  const source = '  - id: a\n    type: syslog-udp\n    port: 5514\n'
  expect(parseConfig(`version: 1\nsources:\n${source}${source}`)).toMatchObject({
    kind: 'refused',
    problems: [{ line: 6, path: 'sources.1.id' }],
  })
})

test('an edit keeps the comments and refuses what the schema refuses', () => {
  const file = temporaryFile('version: 1\n# my note\nsources: []\n')
  const config = new ConfigFile(file)
  expect(config.edit([{ path: ['retention', 'days'], value: 7 }]).kind).toBe('read')
  expect(readFileSync(file, 'utf8')).toContain('# my note')
  expect(config.edit([{ path: ['retention', 'days'], value: -1 }]).kind).toBe('refused')
  expect(config.read()).toMatchObject({ kind: 'read', config: { retention: { days: 7 } } })
})
