import { runCommandLine } from './command-line.ts'

process.exit(await runCommandLine(['start', '--open', ...process.argv.slice(2)]))
