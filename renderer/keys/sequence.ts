import { isPress, pressesOf, type Press } from './press.ts'

export interface Binding {
  command: string
  keys: string
}

/** `ignored`: nothing is bound to it, the browser may have it. */
export type Outcome = { kind: 'run'; command: string } | { kind: 'started' } | { kind: 'abandoned' } | { kind: 'ignored' }

/** How long a sequence waits for its next key, in milliseconds. */
export const patience = 1_000

/**
 * Finds the command of single keys and sequences. tinykeys' own handler is not used: it would also run the
 * command on `q` when `g q` is typed.
 */
export function createSequencer(bindings: readonly Binding[]): (event: KeyboardEvent) => Outcome {
  const all = bindings.map(({ command, keys }) => ({ command, presses: pressesOf(keys) }))
  let open: { command: string; presses: Press[] }[] = []
  let since = 0

  return (event) => {
    const following = open.length > 0 && event.timeStamp - since < patience
    const matching = (following ? open : all).filter(({ presses }) => isPress(event, presses[0]!))
    open = []
    const whole = matching.find(({ presses }) => presses.length === 1)
    if (whole !== undefined) return { kind: 'run', command: whole.command }
    if (matching.length > 0) {
      open = matching.map(({ command, presses }) => ({ command, presses: presses.slice(1) }))
      since = event.timeStamp
      return { kind: 'started' }
    }
    return { kind: following ? 'abandoned' : 'ignored' }
  }
}
