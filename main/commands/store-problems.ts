import { exitCodes, type ExitCode } from '../exit-codes.ts'

/** Nothing was ever kept there: a name typed wrongly, most likely. */
export function reportAbsent(home: string): ExitCode {
  process.stderr.write(`vedette: there is no console in ${home} yet; \`vedette start\` makes one\n`)
  return exitCodes.store
}

/** What could not be read is told after what could; a script must not take a part for the whole. */
export function reportProblems(problems: readonly { message: string }[]): ExitCode {
  for (const { message } of problems) process.stderr.write(`vedette: ${message}\n`)
  return problems.length === 0 ? exitCodes.done : exitCodes.store
}
