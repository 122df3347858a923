import { bruteForce } from './brute-force.ts'
import { clockSkew } from './clock-skew.ts'
import type { Detector } from './detector.ts'
import { passwordSpraying } from './password-spraying.ts'
import { sourceSilence } from './source-silence.ts'
import { successAfterFailures } from './success-after-failures.ts'

export { defaultParameters } from './parameters.ts'

/** Every detector of the package, in the order in which they see a record. Adding one: its file, its test, its line here. */
export const detectors: readonly Detector[] = [bruteForce, passwordSpraying, successAfterFailures, sourceSilence, clockSkew]
