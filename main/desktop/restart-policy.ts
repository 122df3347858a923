/** A first restart is nearly at once; one that keeps failing waits up to half a minute. Milliseconds. */
const shortestPause = 500
const longestPause = 30_000
/** An engine that ran this long had started well: its end is a new story. Milliseconds. */
const steadyAfter = 60_000

export interface RestartState {
  failures: number
}

/** What to do after an engine that ran `uptime` ms has ended unasked: how long to wait before the next. */
export function planRestart(state: RestartState, uptime: number): { state: RestartState; pause: number } {
  const failures = uptime >= steadyAfter ? 1 : state.failures + 1
  return { state: { failures }, pause: Math.min(longestPause, shortestPause * 2 ** (failures - 1)) }
}
