import { runCommandLine } from './command-line.ts'
import { exitCodes } from './exit-codes.ts'
import { outliveStandardError } from './log.ts'

/** The whole life of a process started from a command line: never resolves, it exits. */
export async function runProgram(argv: readonly string[]): Promise<void> {
  // What is kept may be read by its owner only, wherever the home lies.
  process.umask(0o077)
  // Whoever reads our output has read enough (`vedette records | head`).
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed))
  outliveStandardError()
  let code: number = exitCodes.failed
  try {
    code = await runCommandLine(argv)
  } catch (error) {
    process.stderr.write(`vedette: ${describeError(error)}\n`)
  }
  // Standard output to a pipe is asynchronous on some systems: what was written must be out before the end.
  process.stdout.write('', () => process.exit(code))
}

/** What the system refuses names the place itself; anything else nobody foresaw, and its stack says where. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'syscall' in error ? error.message : (error.stack ?? error.message)
}
