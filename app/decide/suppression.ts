import { detectionFlag, familyFlag } from './flags.ts'

/** Why an observation did not become an event; counted, never silently lost. */
export const suppressionReasons = ['detection_disabled', 'family_disabled'] as const
export type SuppressionReason = (typeof suppressionReasons)[number]

/** `isOn` reads a flag with its default. */
export function findSuppression(
  family: string | undefined,
  isOn: (name: string, fallback: boolean) => boolean,
): SuppressionReason | undefined {
  if (!isOn(detectionFlag, false)) return 'detection_disabled'
  return family !== undefined && !isOn(familyFlag(family), true) ? 'family_disabled' : undefined
}
