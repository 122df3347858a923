import { beaconing } from './beaconing.ts'
import { bruteForce } from './brute-force.ts'
import { clockSkew } from './clock-skew.ts'
import type { Detector } from './detector.ts'
import { firstContact } from './first-contact.ts'
import { hostSweep } from './host-sweep.ts'
import { passwordSpraying } from './password-spraying.ts'
import { portScan } from './port-scan.ts'
import { sourceSilence } from './source-silence.ts'
import { successAfterFailures } from './success-after-failures.ts'
import { volume } from './volume.ts'

export { defaultParameters } from './parameters.ts'

/** Every detector of the package, in the order in which they see a record. Adding one: its file, its test, its line here. */
export const detectors: readonly Detector[] = [
  bruteForce,
  passwordSpraying,
  successAfterFailures,
  sourceSilence,
  clockSkew,
  portScan,
  hostSweep,
  beaconing,
  volume,
  firstContact,
]
