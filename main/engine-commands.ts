import type { Command } from 'commander'
import { backtest, type BacktestFlags } from './commands/backtest.ts'
import type { ExitCode } from './exit-codes.ts'

export function addEngineCommands(program: Command, done: (code: ExitCode) => void): void {
  program
    .command('backtest')
    .description('what an engine would have said of each value of a file')
    .requiredOption('--engine <name>', 'auto, robust, ema, seasonal, changepoint or cad')
    .requiredOption('--file <file>', 'CSV with a line of names or JSON lines: ts, value and perhaps label')
    .option('--params <param...>', 'name=value, as often as needed, or one JSON object', collect, [])
    .option('--json', 'print one JSON object a value instead of CSV')
    .action(async (flags: BacktestFlags) => done(await backtest(flags)))
}

function collect(text: string, before: string[]): string[] {
  return [...before, text]
}
