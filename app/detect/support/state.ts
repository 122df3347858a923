/**
 * A copy of a detector's state, as JSON will give it back: detectors keep plain objects, arrays and things with
 * `toJSON`, so one round trip both detaches the snapshot from the running state and proves that it survives.
 * Infinity and NaN do not: never keep them.
 */
export function copyState(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state))
}
