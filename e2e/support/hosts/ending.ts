import type { ChildProcess } from 'node:child_process'

/** Generous: the store is closed, and another browser may be busy on the same machine. Milliseconds. */
const patience = 15_000

/** Waits for a process to end by itself after it was asked to; ends it when it does not. */
export function untilEnded(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? 1)
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), patience)
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code ?? 1)
    })
  })
}
