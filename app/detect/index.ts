import { beaconing } from './beaconing.ts'
import { bruteForce } from './brute-force.ts'
import { clockSkew } from './clock-skew.ts'
import type { Detector } from './detector.ts'
import { firstContact } from './first-contact.ts'
import { forbiddenAccess } from './forbidden-access.ts'
import { hostSweep } from './host-sweep.ts'
import { modelOutlier } from './model-outlier.ts'
import { notFound } from './not-found.ts'
import { passwordSpraying } from './password-spraying.ts'
import { pathProbing } from './path-probing.ts'
import { portScan } from './port-scan.ts'
import { serverErrors } from './server-errors.ts'
import { sourceSilence } from './source-silence.ts'
import { signals } from './signals/signals.ts'
import { successAfterFailures } from './success-after-failures.ts'
import { tenantMismatch } from './tenant-mismatch.ts'
import { unauthorizedAccess } from './unauthorized-access.ts'
import { validationFailures } from './validation-failures.ts'
import { volume } from './volume.ts'
import { writeBurst } from './write-burst.ts'

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
  // Requests, in the order in which an earlier system judged them: the tenant, the answer, bursts, probing.
  tenantMismatch,
  validationFailures,
  forbiddenAccess,
  unauthorizedAccess,
  notFound,
  serverErrors,
  writeBurst,
  pathProbing,
  modelOutlier,
  signals,
]
