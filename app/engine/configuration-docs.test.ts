import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { configSchema } from '../model/config.ts'
import { parseConfig } from './config-text.ts'
import { settingNames } from './named-settings.ts'

const page = readFileSync('docs/configuration.md', 'utf8')
const [example = ''] = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text)

test('the example of docs/configuration.md is a vedette.yml with every key, each at its default', () => {
  const read = parseConfig(example)
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems))
  const { sources, ...written } = read.config
  expect(sources).toHaveLength(1)
  expect(written).toEqual({ ...configSchema.parse({ version: 1 }), sources: undefined })
  for (const key of Object.keys(configSchema.shape)) expect(example).toMatch(new RegExp(`^${key}:`, 'm'))
  for (const section of ['enrichers', 'requests', 'masking', 'channels', 'retention', 'server'] as const) {
    for (const key of Object.keys(written[section])) expect(example, `${section}.${key}`).toMatch(new RegExp(`^  ${key}:`, 'm'))
  }
})

test('every name of the environment is on that page', () => {
  for (const name of settingNames) expect(page).toContain(`\`${name}\``)
})
