import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { featureSets } from '../../detect/features/index.ts'
import { featureSetNames, modelSettingsSchema } from '../../model/outlier-model.ts'

const page = readFileSync('docs/models.md', 'utf8')

test('docs/models.md tells every setting and its default', () => {
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (\S+) +\|/gm)].map(([, name, usual]) => [name, usual])
  const defaults = Object.entries(modelSettingsSchema.parse({})).map(([name, value]) => [name, String(value)])
  expect(rows).toEqual(expect.arrayContaining(defaults))
})

test('and every feature of every set', () => {
  for (const set of featureSetNames)
    for (const { name } of featureSets[set].features) expect(page, `${set}: ${name}`).toContain(`\`${name}\``)
})
