import { expect, it } from 'vitest'
import { detectors } from '../detect/index.ts'
import { defaultProfiles } from '../decide/profiles.ts'
import { withParameters } from './profile-book.ts'

it('shows the parameters that vedette.yml puts into force', () => {
  const detector = detectors.find(({ parameters }) => parameters.length > 1)!
  const [changed, left] = detector.parameters
  const profile = defaultProfiles(detectors).get(detector.anomaly_types[0]!.anomaly_type)!
  const { parameters } = withParameters(profile, { [detector.name]: { [changed!.name]: changed!.maximum } })
  expect(parameters).toEqual({ ...profile.parameters, [changed!.name]: changed!.maximum })
  expect(parameters[left!.name]).toBe(left!.default)
})
