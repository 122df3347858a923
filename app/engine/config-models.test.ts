import { expect, test } from 'vitest'
import { configuredSettings } from '../model/model-settings.ts'
import { featureSetNames, modelSettingsSchema } from '../model/outlier-model.ts'
import { parseConfig } from './config-text.ts'

const usual = modelSettingsSchema.parse({})

function problemsOf(text: string): string[] {
  const read = parseConfig(text)
  return read.kind === 'read' ? [] : read.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`)
}

test('a file that says nothing of models leaves the package’s settings', () => {
  const read = parseConfig('version: 1\n')
  if (read.kind === 'refused') throw new Error('refused')
  expect(read.config.models.retention_days).toBe(360)
  for (const set of featureSetNames) expect(configuredSettings(read.config.models, set)).toEqual(usual)
})

test('a set goes over all sets, and both leave the fields they do not name', () => {
  const read = parseConfig(`version: 1
models:
  retention_days: 90
  defaults: { training_days: 21, trees: 50 }
  sets:
    hosts: { trees: 80, algorithm: half_space_trees, features: [peers, ports] }
`)
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems))
  const { models } = read.config
  expect(models.retention_days).toBe(90)
  expect(configuredSettings(models, 'names')).toEqual({ ...usual, training_days: 21, trees: 50 })
  const hosts = { training_days: 21, trees: 80, algorithm: 'half_space_trees', features: ['peers', 'ports'] }
  expect(configuredSettings(models, 'hosts')).toEqual({ ...usual, ...hosts })
})

test('what is wrong is told with its place and the nearest right word', () => {
  expect(
    problemsOf(`version: 1
models:
  retention_day: 90
  defaults: { training_day: 21, trees: 5 }
  sets:
    host: {}
    names: { algorithm: isolation_forrest, budget: lots }
`),
  ).toEqual([
    '3:3 models.retention_day: there is no key "retention_day"; did you mean "retention_days"?',
    '4:15 models.defaults.training_day: there is no key "training_day"; did you mean "training_days"?',
    expect.stringMatching(/^4:33 models\.defaults\.trees: .*10/),
    '6:5 models.sets.host: there is no key "host"; did you mean "hosts"?',
    '7:14 models.sets.names.algorithm: there is no "isolation_forrest"; did you mean "isolation_forest"?',
    expect.stringMatching(/^7:44 models\.sets\.names\.budget: .*number/),
  ])
})

test('a feature that the set does not have is one of them', () => {
  expect(problemsOf('version: 1\nmodels:\n  sets:\n    hosts:\n      features: [peers, port]\n    names: { features: [] }\n')).toEqual([
    '5:25 models.sets.hosts.features.1: hosts have no feature "port"; did you mean "ports"?',
    '6:14 models.sets.names.features: name one at least, or leave it out for all',
  ])
})
