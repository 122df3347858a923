import { InvalidArgumentError, Option, type Command } from 'commander'
import { listFlags, registerFlags, setFlags } from './commands/flags.ts'
import type { ExitCode } from './exit-codes.ts'

export interface Shared {
  home: () => Option
  json: () => Option
  done: (code: ExitCode) => void
}

/** `vedette flags …` */
export function addFlagCommands(program: Command, { home, json, done }: Shared): void {
  const flagCommands = program.command('flags').description('what is switched on; a running console is spoken to, else its store is opened')
  const enable = () => new Option('--enable', 'on').conflicts('disable')
  const disable = () => new Option('--disable', 'off')
  const rollout = () => new Option('--rollout <percent>', 'on for so many in a hundred, always the same ones').argParser(parsePercentage)
  flagCommands
    .command('list')
    .description('every flag, or those named')
    .argument('[name...]', 'names of flags', [])
    .addOption(home())
    .addOption(json())
    .action(async (names: string[], flags: Parameters<typeof listFlags>[1]) => {
      done(await listFlags(names, flags))
    })
  flagCommands
    .command('set')
    .description('change flags; what is not named stays as it is')
    .argument('<name...>', 'names of flags')
    .addOption(enable())
    .addOption(disable())
    .addOption(rollout())
    .option('--staff-only', 'only for users that their application calls staff')
    .option('--no-staff-only', 'not only for staff')
    .addOption(home())
    .addOption(json())
    .action(async (names: string[], flags: Parameters<typeof setFlags>[1]) => {
      done(await setFlags(names, flags))
    })
  flagCommands
    .command('register')
    .description('make flags for other programs, off unless enabled; one that is there stays as it is')
    .argument('<name...>', 'capital letters, digits and underscores')
    .addOption(enable())
    .addOption(disable())
    .addOption(rollout())
    .option('--staff-only', 'only for users that their application calls staff')
    .option('--description <text>', 'what it gates')
    .addOption(home())
    .addOption(json())
    .action(async (names: string[], flags: Parameters<typeof registerFlags>[1]) => {
      done(await registerFlags(names, flags))
    })
}

function parsePercentage(text: string): number {
  const percentage = Number(text)
  if (text.trim() === '' || !(percentage >= 0 && percentage <= 100)) throw new InvalidArgumentError('a number from 0 to 100')
  return percentage
}
