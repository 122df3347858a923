import type { Detector, Parameters } from './detector.ts'

/** Every detector of the package, in the order in which they see a record. Adding one: its file, its test, its line here. */
export const detectors: readonly Detector[] = []

export function defaultParameters(detector: Detector): Parameters {
  return Object.fromEntries(detector.parameters.map((parameter) => [parameter.name, parameter.default]))
}
