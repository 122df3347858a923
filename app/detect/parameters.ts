import type { Detector, Parameters } from './detector.ts'

/** What a detector runs with when nobody has tuned it. */
export function defaultParameters(detector: Detector): Parameters {
  return Object.fromEntries(detector.parameters.map((parameter) => [parameter.name, parameter.default]))
}
