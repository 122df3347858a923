import { expect, test } from 'vitest'
import { modelSettingsSchema } from '../../../app/model/outlier-model.ts'
import { draftOf, readDraft, sameSettings } from './model-draft.ts'

const settings = modelSettingsSchema.parse({})

test('settings come back from their draft as they were', () => {
  const { settings: read, problems } = readDraft(draftOf(settings))
  expect(read).toEqual(settings)
  expect(problems).toEqual({})
  expect(sameSettings(settings, read!)).toBe(true)
})

test.each([
  ['budget', '0', 'At least 0.01.'],
  ['budget', 'two', 'A number.'],
  ['training_days', '9999', 'At most 360.'],
  ['trees', '10.5', 'A whole number.'],
  ['minimum_rows', '', 'A number.'],
] as const)('%s of “%s” is refused at its field', (name, text, problem) => {
  const draft = draftOf(settings)
  const read = readDraft({ ...draft, numbers: { ...draft.numbers, [name]: text } })
  expect(read).toEqual({ problems: { [name]: problem } })
})

test('a model looks at one feature at least', () => {
  const draft = draftOf(settings)
  expect(readDraft({ ...draft, rest: { ...draft.rest, features: [] } }).problems).toEqual({ features: 'Choose one at least.' })
})
