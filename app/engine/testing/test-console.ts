import { afterEach } from 'vitest'
import type { Answer, ConsoleSession } from '../../contract/console.ts'
import type { PushName } from '../../contract/pushes.ts'
import type { Engine, SampleDesk } from '../../engine.ts'
import { createConsoleService } from '../console-service.ts'
import { portOf, sendTcp, startEngine, temporaryHome, untilStored } from './running-engine.ts'

const noSample = { engine: () => undefined, listen: () => () => undefined } as unknown as SampleDesk

/** A running engine, asked as a window asks it. */
export interface TestConsole {
  engine: Engine
  pushes: { name: PushName; value: unknown }[]
  answer: (name: string, input: unknown, options?: { signal?: AbortSignal; progress?: (fraction: number) => void }) => Promise<Answer>
  ask: <Output>(name: string, input: unknown) => Promise<Output>
  /** Sends lines over TCP and waits until they are stored and decided. */
  receive: (lines: readonly string[]) => Promise<void>
  close: () => Promise<void>
}

/** For a test file: homes and consoles that are gone after each test. */
export function useTestConsoles(): { makeHome: (config?: string) => string; openConsole: (home?: string) => Promise<TestConsole> } {
  const cleanups: (() => unknown)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  })
  const makeHome = (config?: string) => {
    const { home, remove } = temporaryHome(config)
    cleanups.push(remove)
    return home
  }
  const openConsole = async (home = makeHome()) => {
    const console = await openTestConsole(home)
    cleanups.push(console.close)
    return console
  }
  return { makeHome, openConsole }
}

async function openTestConsole(home: string): Promise<TestConsole> {
  const engine = await startEngine(home)
  const pushes: TestConsole['pushes'] = []
  const push = (name: PushName, value: unknown) => void pushes.push({ name, value })
  const session: ConsoleSession = createConsoleService({ live: engine, sample: noSample }).open({ push })
  const answer: TestConsole['answer'] = async (name, input, options = {}) =>
    session.answer(name, input, {
      signal: options.signal ?? new AbortController().signal,
      progress: options.progress ?? (() => undefined),
    })
  let closing: Promise<void> | undefined
  return {
    engine,
    pushes,
    answer,
    close: () => (closing ??= engine.close()),
    ask: async <Output>(name: string, input: unknown) => {
      const answered = await answer(name, input)
      if (answered.kind === 'failure') throw new Error(JSON.stringify(answered.error))
      return answered.output as Output
    },
    receive: async (lines) => {
      const before = engine.storedRecords()
      await sendTcp(portOf(engine, 'syslog-tcp'), lines)
      await untilStored(engine, before + lines.length)
      await engine.corridor.flush(true)
    },
  }
}
