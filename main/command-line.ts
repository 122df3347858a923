import { resolve } from 'node:path'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { statuses, type Status } from '../app/model/event.ts'
import { isTimeZone } from '../app/model/source.ts'
import { demo } from './commands/demo.ts'
import { events } from './commands/events.ts'
import { records } from './commands/records.ts'
import { replay } from './commands/replay.ts'
import { runRetention } from './commands/retention.ts'
import { start } from './commands/start.ts'
import { stats } from './commands/stats.ts'
import { defaultHome } from './default-home.ts'
import { addEngineCommands } from './engine-commands.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { addFlagCommands } from './flag-commands.ts'
import { addModelCommands } from './model-commands.ts'
import { version } from './version.ts'

/** Runs `vedette ARGUMENTS…` and says what to exit with. */
export async function runCommandLine(argv: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done
  const program = new Command('vedette').description('A desktop security operations console').version(version).exitOverride()
  const home = () =>
    new Option('--home <dir>', 'where data and vedette.yml live')
      .default(defaultHome(), '$VEDETTE_HOME or the system’s data folder')
      .argParser((dir) => resolve(dir))
  const json = () => new Option('--json', 'print one JSON document')

  program
    .command('start')
    .description('listen, detect and serve the console on loopback until told to end')
    .addOption(home())
    .option('--config <file>', 'another vedette.yml')
    .option('--port <number>', 'port of the console on 127.0.0.1 (0 takes a free one)', parsePort)
    .option('--token <token>', 'token of this launch instead of a random one', parseToken)
    .option('--open', 'open the address in the default browser')
    .option('--sample', 'replay the labelled sample day and show its store')
    .addOption(json())
    .action(async (flags: Parameters<typeof start>[0]) => {
      code = await start(flags)
    })
  program
    .command('replay')
    .description('run log files and captures through the same pipeline into a store of their own')
    .argument('<file...>', 'log files or captures, plain or gzipped, in order')
    .addOption(
      new Option('--format <format>', 'what the files are').choices(['auto', 'syslog', 'requests', 'events', 'pcap']).default('auto'),
    )
    .option('--config <file>', 'a vedette.yml with home networks, zones and detector parameters')
    .option('--store <dir>', 'keep the store here (default: temporary)')
    .option('--syslog-port <port...>', 'UDP ports that carry syslog in a capture, beside the usual ones', collectPorts, [])
    .option('--flow-port <port...>', 'UDP ports that carry flows in a capture, beside the usual ones', collectPorts, [])
    .option('--timezone <zone>', 'IANA zone of times that name none (default: this machine’s)', parseTimeZone)
    .option('--quiet', 'no progress')
    .addOption(json())
    .action(async (files: string[], flags: Parameters<typeof replay>[1]) => {
      code = await replay(files, flags)
    })
  program
    .command('events')
    .description('list events, by priority')
    .addOption(home())
    .addOption(new Option('--status <status...>', 'only these').choices(statuses))
    .option('--type <type...>', 'only these anomaly types')
    .option('--entity <value>', 'only this address, user or host')
    .option('--text <text>', 'only with this text')
    .option('--limit <number>', 'at most so many', parseCount, 1000)
    .addOption(json())
    .action((flags: Parameters<typeof events>[0] & { status?: Status[] }) => {
      code = events(flags)
    })
  program
    .command('records')
    .description('search stored telemetry, newest first')
    .argument('[query...]', 'for example: source.ip:10.0.0.0/8 -user.name:root "failed password"', [])
    .addOption(home())
    .option('--from <time>', 'event time, ISO 8601 or milliseconds', parseTime)
    .option('--to <time>', 'event time, ISO 8601 or milliseconds', parseTime)
    .option('--limit <number>', 'at most so many', parseCount, 100)
    .option('--count', 'only how many there are')
    .addOption(json())
    .action((query: string[], flags: Parameters<typeof records>[1]) => {
      code = records(query.join(' '), flags)
    })
  program
    .command('stats')
    .description('what the store holds, and the counters of a running console')
    .addOption(home())
    .addOption(json())
    .action(async (flags: Parameters<typeof stats>[0]) => {
      code = await stats(flags)
    })
  addEngineCommands(program, (ended) => (code = ended))
  addModelCommands(program, { json, done: (ended) => (code = ended) })
  addFlagCommands(program, { home, json, done: (ended) => (code = ended) })
  program
    .command('retention')
    .description('what is kept, and for how long')
    .command('run')
    .description('take away all that is past its time; a running console is asked to, else its store is opened')
    .addOption(home())
    .option('--config <file>', 'the vedette.yml that the console of this home runs with, when it is another')
    .addOption(json())
    .action(async (flags: Parameters<typeof runRetention>[0]) => {
      code = await runRetention(flags)
    })
  program
    .command('demo')
    .description('replay the sample day without a window: planted against found')
    .addOption(json())
    .action(async (flags: Parameters<typeof demo>[0]) => {
      code = await demo(flags)
    })

  try {
    await program.parseAsync(separateTerms(argv), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  }
  return code
}

/** In a query `-user.name:root` is a term and no option: such words are moved behind `--`, where commander takes none for one. */
function separateTerms(argv: readonly string[]): string[] {
  if (argv[0] !== 'records' || argv.includes('--')) return [...argv]
  const isTerm = (word: string) => /^-[^-]./.test(word)
  return [...argv.filter((word) => !isTerm(word)), '--', ...argv.filter(isTerm)]
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('a port is a number from 0 to 65535')
  return port
}

/** An empty one would let everybody in, and others would not survive in the printed address. */
function parseToken(text: string): string {
  if (!/^[A-Za-z0-9._~-]+$/.test(text)) throw new InvalidArgumentError('a token is made of letters, digits and - . _ ~')
  return text
}

function parseTimeZone(text: string): string {
  if (!isTimeZone(text)) throw new InvalidArgumentError('an IANA time zone, such as Europe/Berlin')
  return text
}

function collectPorts(text: string, before: number[]): number[] {
  return [...before, parsePort(text)]
}

function parseCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('a whole number of 1 or more')
  return count
}

function parseTime(text: string): number {
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  if (Number.isNaN(time)) throw new InvalidArgumentError('a time like 2026-11-21T08:00:00Z')
  return time
}
