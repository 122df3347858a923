import type { ParameterDefinition } from '../../model/rule-profile.ts'

/** The parameters that all detectors of requests have. `counted` completes the sentences. */
export function requestParameters(counted: string, defaults: { threshold: number; window: number; quiet: number }): ParameterDefinition[] {
  return [
    {
      name: 'threshold',
      description: `${counted} of one actor within the window that make an episode`,
      unit: 'count',
      default: defaults.threshold,
      minimum: 1,
      maximum: 100_000,
    },
    {
      name: 'window',
      description: 'How far back they count, by event time',
      unit: 'seconds',
      default: defaults.window,
      minimum: 1,
      maximum: 86_400,
    },
    {
      name: 'quiet',
      description: 'An episode ends after so long without another; never shorter than the window',
      unit: 'seconds',
      default: defaults.quiet,
      minimum: 1,
      maximum: 86_400,
    },
  ]
}
