import { getPriority, setPriority } from 'node:os'

/**
 * Niceness by kind of work. The thread that empties the sockets has none: the kernel holds some 100 ms of a flood of datagrams and
 * then drops them, while whoever stands behind it has a backlog to draw on.
 */
export const niceness = { corridor: 5, question: 10 } as const

const mostNiceness = 19

/**
 * Lets the other threads of this process go first where there are more of them than processors. Linux keeps a niceness for each
 * thread (setpriority(2)); elsewhere it belongs to the whole process, and nothing is changed.
 */
export function giveWay(step: number): void {
  if (process.platform !== 'linux') return
  setPriority(0, Math.min(mostNiceness, getPriority(0) + step))
}
