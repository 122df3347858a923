import { InvalidArgumentError, Option, type Command } from 'commander'
import { modelAlgorithms } from '../app/model/outlier-model.ts'
import { scoreModelFile, trainModelFile } from './commands/model.ts'
import type { ExitCode } from './exit-codes.ts'

/** `vedette model …`: models of tables, beside those of stored records (docs/models.md). */
export function addModelCommands(program: Command, { json, done }: { json: () => Option; done: (code: ExitCode) => void }): void {
  const modelCommands = program.command('model').description('what is usual in a table, and what is not: CSV or JSON lines')
  const withOptions = (command: Command) =>
    command
      .requiredOption('--file <file>', 'the table: CSV with a line of names, or an object a line')
      .option('--columns <name...>', 'columns to look at (default: all that hold numbers)')
      .option('--label <name>', 'column that marks attacks: not learnt from, only measured against')
      .addOption(new Option('--algorithm <name>', 'what is grown').choices(modelAlgorithms).default('isolation_forest'))
      .option('--trees <number>', 'trees of the model', whole(1, 1000), 100)
      .option('--samples <number>', 'rows a tree is grown from', whole(2, 65_535), 256)
      .option('--seed <number>', 'of the chance that grows the trees', whole(0, 2 ** 31), 42)
      .option('--outliers <share>', 'share of the rows that may stand out', parseShare, 0.01)
      .addOption(json())
  withOptions(modelCommands.command('train'))
    .description('learn from a table; the same file, options and seed give the same model')
    .option('--out <file>', 'write the model here (default: standard output)')
    .action((flags: Parameters<typeof trainModelFile>[0]) => {
      done(trainModelFile(flags))
    })
  withOptions(modelCommands.command('score'))
    .description('score each row of a table')
    .option('--model <file>', 'what `model train` wrote (default: learn from the table itself)')
    .action(async (flags: Parameters<typeof scoreModelFile>[0]) => {
      done(await scoreModelFile(flags))
    })
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`a whole number from ${least} to ${most}`)
  }
}

function parseShare(text: string): number {
  const share = Number(text)
  if (text.trim() !== '' && share >= 0 && share <= 0.5) return share
  throw new InvalidArgumentError('a share from 0 to 0.5')
}
