import { runCommandLine } from './command-line.ts'

const code = await runCommandLine(process.argv.slice(2))
// Standard output to a pipe is asynchronous on some systems: what was written must be out before the end.
process.stdout.write('', () => process.exit(code))
