import { flagNameSchema } from '../../app/contract/flags.ts'
import { hasConsole } from '../../app/engine.ts'
import type { Flag, FlagTargeting } from '../../app/model/flag.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { FlagProblem, findKeeper, type FlagKeeper } from './flag-keeper.ts'
import { reportAbsent } from './store-problems.ts'

export interface FlagsFlags {
  home: string
  json?: boolean
}

export interface FlagsChange extends FlagsFlags {
  enable?: boolean
  disable?: boolean
  rollout?: number
  staffOnly?: boolean
}

/** `vedette flags list`: every flag, or those named. */
export async function listFlags(names: readonly string[], flags: FlagsFlags): Promise<ExitCode> {
  if (!hasConsole(flags.home)) return reportAbsent(flags.home)
  return withKeeper(flags.home, async (keeper) => {
    const all = await keeper.list()
    const found = names.length === 0 ? all : names.map((name) => findFlag(all, name))
    print(flags, { flags: found }, found.map(describe))
  })
}

/** `vedette flags set`: all of the named flags, or none where one is unknown. */
export async function setFlags(names: readonly string[], flags: FlagsChange): Promise<ExitCode> {
  const { enabled, targeting } = readChange(flags)
  if (enabled === undefined && targeting === undefined)
    return refuse('say what to set: --enable, --disable, --rollout or --staff-only', exitCodes.usage)
  return withKeeper(flags.home, async (keeper) => {
    const all = await keeper.list()
    const before = names.map((name) => findFlag(all, name))
    const set: Flag[] = []
    for (const flag of before)
      set.push(await keeper.set({ name: flag.name, enabled, targeting: targeting && { ...flag.targeting, ...targeting } }))
    print(flags, { flags: set }, set.map(describe))
  })
}

/** `vedette flags register`: flags of other programs. One that is there stays as it is. */
export async function registerFlags(names: readonly string[], flags: FlagsChange & { description?: string }): Promise<ExitCode> {
  const wrong = names.find((name) => !flagNameSchema.safeParse(name).success)
  if (wrong !== undefined) return refuse(`"${wrong}" is no name of a flag: capital letters, digits and underscores`, exitCodes.usage)
  return withKeeper(flags.home, async (keeper) => {
    const results: { flag: Flag; created: boolean }[] = []
    for (const name of names) results.push(await keeper.register({ name, description: flags.description, ...readChange(flags) }))
    const lines = results.map(({ flag, created }) =>
      created ? `registered ${describe(flag)}` : `${flag.name} is registered already, nothing changed: ${describe(flag)}`,
    )
    print(flags, { flags: results.map(({ flag, created }) => ({ ...flag, created })) }, lines)
  })
}

function readChange({ enable, disable, rollout, staffOnly }: FlagsChange): { enabled?: boolean; targeting?: Partial<FlagTargeting> } {
  const enabled = enable ? true : disable ? false : undefined
  if (rollout === undefined && staffOnly === undefined) return { enabled }
  return { enabled, targeting: { ...(rollout !== undefined && { rollout }), ...(staffOnly !== undefined && { staff_only: staffOnly }) } }
}

async function withKeeper(home: string, work: (keeper: FlagKeeper) => Promise<void>): Promise<ExitCode> {
  let keeper: FlagKeeper | undefined
  try {
    keeper = await findKeeper(home)
    await work(keeper)
    return exitCodes.done
  } catch (error) {
    if (!(error instanceof FlagProblem)) throw error
    return refuse(error.message, error.code)
  } finally {
    await keeper?.close()
  }
}

function findFlag(flags: readonly Flag[], name: string): Flag {
  const flag = flags.find((one) => one.name === name)
  if (flag === undefined) throw new FlagProblem(`There is no flag ${name}.`, exitCodes.usage)
  return flag
}

/** `ANOMALY_ALERTING_ENABLED  on for 25 %, 2 tenants  (this week: 3 let through, 9 held back)` */
function describe({ name, enabled, targeting, provider, effects, failures }: Flag): string {
  const { rollout, staff_only, users, entities, tenants, sources } = targeting
  // Users are exempt from a percentage; staff only is all of the staff, whatever else is set.
  const named = { ...(rollout < 100 && { users }), entities, tenants, sources }
  const whom = staff_only
    ? ['staff only']
    : [
        ...(rollout < 100 ? [`${rollout} %`] : []),
        ...Object.entries(named).flatMap(([kind, list]) => (list.length > 0 ? [`${list.length} ${kind}`] : [])),
      ]
  const state = enabled && whom.length > 0 ? `on for ${whom.join(', ')}` : enabled ? 'on' : 'off'
  const sum = (count: (effect: Flag['effects'][number]) => number) => effects.reduce((total, effect) => total + count(effect), 0)
  const week = `this week: ${sum((effect) => effect.let_through)} let through, ${sum((effect) => effect.held_back)} held back`
  const failed = failures > 0 ? `; ${failures} readings failed` : ''
  return `${name}  ${state}  (${week}${failed}${provider === 'openfeature' ? '; from OpenFeature' : ''})`
}

function print({ json }: FlagsFlags, document: unknown, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(document, undefined, 2)}\n` : lines.map((line) => `${line}\n`).join(''))
}

function refuse(message: string, code: ExitCode): ExitCode {
  process.stderr.write(`vedette: ${message}\n`)
  return code
}
