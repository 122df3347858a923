import { modelSettingsSchema, type ModelSettings } from '../../../app/model/outlier-model.ts'
import { numberIn } from '../../number-in.ts'

export const numberFields = [
  'training_days',
  'minimum_rows',
  'window_minutes',
  'budget',
  'trees',
  'samples',
  'profile_days',
  'seed',
] as const
export type NumberField = (typeof numberFields)[number]

/** Settings as they are being edited: numbers as they were typed, so that what is no number can be said to be none. */
export interface ModelDraft {
  numbers: Record<NumberField, string>
  rest: Omit<ModelSettings, NumberField>
}

export function draftOf(settings: ModelSettings): ModelDraft {
  const { training_days, minimum_rows, window_minutes, budget, trees, samples, profile_days, seed, ...rest } = settings
  const numbers = { training_days, minimum_rows, window_minutes, budget, trees, samples, profile_days, seed }
  return { numbers: Object.fromEntries(numberFields.map((name) => [name, String(numbers[name])])) as ModelDraft['numbers'], rest }
}

/** What the draft says, or what is wrong with it by field. */
export function readDraft({ numbers, rest }: ModelDraft): { settings?: ModelSettings; problems: Readonly<Record<string, string>> } {
  const read = modelSettingsSchema.safeParse({
    ...rest,
    ...Object.fromEntries(numberFields.map((name) => [name, numberIn(numbers[name]) ?? numbers[name]])),
  })
  const problems: Record<string, string> = {}
  for (const { path, message } of read.error?.issues ?? []) problems[path.join('.')] = sayPlainly(message)
  if (rest.features?.length === 0) problems['features'] = 'Choose one at least.'
  return Object.keys(problems).length === 0 && read.data !== undefined ? { settings: read.data, problems } : { problems }
}

function sayPlainly(message: string): string {
  const least = />=\s*([\d.]+)/.exec(message)
  if (least !== null) return `At least ${least[1]}.`
  const most = /<=\s*([\d.]+)/.exec(message)
  if (most !== null) return `At most ${most[1]}.`
  return /expected int/.test(message) ? 'A whole number.' : /expected number/.test(message) ? 'A number.' : message
}

export function sameSettings(one: ModelSettings, two: ModelSettings): boolean {
  const told = (settings: ModelSettings) => JSON.stringify(Object.entries(settings).sort(([a], [b]) => a.localeCompare(b)))
  return told(one) === told(two)
}
