import type { EngineDescription } from '../../model/engine.ts'
import { suggestWord } from '../../model/nearest-word.ts'
import { auto } from './auto.ts'
import { cad } from './cad.ts'
import { changepoint } from './changepoint.ts'
import { ema } from './ema.ts'
import type { EngineType } from './engine.ts'
import { robust } from './robust.ts'
import { seasonal } from './seasonal.ts'

/** Every engine of the package, the default first. Adding one: its file, its test, its line here, its section in docs/engines.md. */
export const engines: readonly EngineType[] = [auto, robust, ema, seasonal, changepoint, cad]

export const defaultEngine = auto.name

export type FoundEngine = { kind: 'found'; type: EngineType } | { kind: 'unknown'; message: string }

export function findEngine(name: string): FoundEngine {
  const type = engines.find((one) => one.name === name)
  if (type !== undefined) return { kind: 'found', type }
  const names = engines.map((one) => one.name)
  return { kind: 'unknown', message: `there is no engine "${name}"${suggestWord(name, names)}` }
}

/** Without what only runs: for the window and documents. */
export function describeEngines(): EngineDescription[] {
  return engines.map(({ name, title, description, good_for, bad_for, parameters }) => ({
    name,
    title,
    description,
    good_for,
    bad_for,
    parameters,
  }))
}
