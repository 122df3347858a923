import { setTimeout as pause } from 'node:timers/promises'
import type { Answer } from '../../app/contract/console.ts'
import type { RequestInput, RequestOutput } from '../../app/contract/requests.ts'
import { describeHome, openOfflineFlags, type OfflineFlags } from '../../app/engine.ts'
import type { Flag } from '../../app/model/flag.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { askRunning, quick } from '../running-console.ts'
import { describeEngineFailure } from '../start.ts'

/** Something that was asked cannot be done; told to people as it is. */
export class FlagProblem extends Error {
  readonly code: ExitCode

  constructor(message: string, code: ExitCode) {
    super(message)
    this.code = code
  }
}

type FlagRequest = 'flags.list' | 'flags.set' | 'flags.register'

/** Whoever keeps the flags of a home: the console that runs on it, else this process, which holds the home meanwhile. */
export interface FlagKeeper {
  list(): Promise<Flag[]>
  set(input: RequestInput<'flags.set'>): Promise<Flag>
  register(input: RequestInput<'flags.register'>): Promise<{ flag: Flag; created: boolean }>
  close(): Promise<void>
}

/** A console that starts, or another command at work, holds the home for a moment; milliseconds. */
const patience = 3000

export async function findKeeper(home: string): Promise<FlagKeeper> {
  const { running } = describeHome(home)
  const end = Date.now() + patience
  for (;;) {
    if ((await askRunning(running, 'session.hello', {}, quick)).kind === 'response') return keepRunning(running)
    const opened = await openOfflineFlags(home)
    if (opened.kind === 'opened') return keepOffline(opened.flags)
    const { failure } = opened
    if (failure.kind !== 'home_taken') throw new FlagProblem(failure.message, describeEngineFailure(failure).code)
    if (Date.now() > end) throw new FlagProblem(`${failure.message} ${unspeakable}`, exitCodes.store)
    await pause(200)
  }
}

const unspeakable = 'It does not answer: use its Flags page, or end it first.'

function keepRunning(file: string): FlagKeeper {
  async function ask<Name extends FlagRequest>(name: Name, input: RequestInput<Name>): Promise<RequestOutput<Name>> {
    const answer: Answer | { kind: 'absent' } | { kind: 'silent' } = await askRunning(file, name, input)
    if (answer.kind === 'response') return answer.output as RequestOutput<Name>
    if (answer.kind === 'absent' || answer.kind === 'silent') throw new FlagProblem('The console ended meanwhile.', exitCodes.failed)
    throw new FlagProblem(answer.error.message, codeOf(answer.error.kind))
  }
  return {
    list: async () => (await ask('flags.list', {})).flags,
    set: async (input) => (await ask('flags.set', input)).flag,
    register: (input) => ask('flags.register', input),
    close: () => Promise.resolve(),
  }
}

function keepOffline(flags: OfflineFlags): FlagKeeper {
  return {
    list: () => flags.list(),
    set: async ({ name, ...change }) => {
      const result = await flags.set(name, change)
      if (result.kind !== 'set') throw new FlagProblem(result.message, codeOf(result.kind))
      return result.flag
    },
    register: async (registration) => {
      const result = await flags.register(registration)
      if (result.kind === 'not_allowed') throw new FlagProblem(result.message, codeOf(result.kind))
      return { flag: result.flag, created: result.kind === 'registered' }
    },
    close: () => flags.close(),
  }
}

function codeOf(kind: string): ExitCode {
  return kind === 'not_found' || kind === 'invalid_input' ? exitCodes.usage : exitCodes.failed
}
