import type { DetectorDeclaration } from './declarations.ts'
import { checkParameter } from './profile-reading.ts'
import type { TextProfile } from './profile-text.ts'
import type { Path } from './yaml-text.ts'

/** Parameters belong to the detector: each has its bounds, and the types of one detector cannot disagree about them. */
export function checkPackParameters(
  profiles: ReadonlyMap<string, TextProfile>,
  detectors: readonly DetectorDeclaration[],
  tell: (path: Path, message: string) => void,
): void {
  for (const { anomaly_types, parameters } of detectors) {
    const said = new Map<string, { value: number; by: string }>()
    for (const { anomaly_type } of anomaly_types) {
      for (const [name, value] of Object.entries(profiles.get(anomaly_type)?.parameters ?? {})) {
        const path = [anomaly_type, 'parameters', name]
        const problem = checkParameter(name, value, parameters)
        if (problem !== undefined) tell(path, problem)
        const earlier = said.get(name)
        if (earlier !== undefined && earlier.value !== value)
          tell(path, `is shared with ${earlier.by}, whose value in this pack is ${earlier.value}`)
        said.set(name, { value, by: anomaly_type })
      }
    }
  }
  const detected = new Set(detectors.flatMap(({ anomaly_types }) => anomaly_types.map(({ anomaly_type }) => anomaly_type)))
  for (const [anomaly_type, { parameters = {} }] of profiles) {
    if (!detected.has(anomaly_type) && Object.keys(parameters).length > 0)
      tell([anomaly_type, 'parameters'], 'has no use: no detector of this console raises this type')
  }
}
