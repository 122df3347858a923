import { runProgram } from './run-program.ts'

await runProgram(['start', '--open', ...process.argv.slice(2)])
