import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ConsoleSession } from '../contract/console.ts'
import type { Engine } from '../engine.ts'
import { createConsoleService } from './console-service.ts'
import type { SampleDesk } from './handler.ts'
import { startEngine, temporaryHome } from './testing/running-engine.ts'

const places = [temporaryHome(), temporaryHome(), temporaryHome()] as const
let live: Engine
let sample: Engine | undefined
beforeEach(async () => {
  live = await startEngine(places[0].home, { listen: false })
  sample = await startEngine(places[1].home, { listen: false, sample: true })
})
afterEach(async () => {
  await Promise.all([live.close(), sample?.close()])
  places.forEach(({ remove }) => remove())
})

const ask = (session: ConsoleSession, name: string, input: unknown = {}) =>
  session.answer(name, input, { signal: new AbortController().signal, progress: () => undefined })

test('whoever looks at a SAMPLE that another client deletes or begins anew is told, and goes on', async () => {
  const desk = {
    engine: () => sample,
    open: () => Promise.resolve(sample === undefined ? { kind: 'absent' } : { kind: 'open', engine: sample }),
    listen: () => () => undefined,
    state: () => ({ kind: 'absent', progress: 0 }),
  } as unknown as SampleDesk
  const pushed: string[] = []
  const session = createConsoleService({ live, sample: desk }).open({ store: 'sample', push: (name) => void pushed.push(name) })
  expect(await ask(session, 'session.hello')).toMatchObject({ output: { sample: true } })

  const closed = sample
  sample = undefined
  await closed?.close()
  expect(await ask(session, 'flags.list')).toMatchObject({ kind: 'failure', error: { kind: 'unavailable' } })
  expect(await ask(session, 'session.hello')).toMatchObject({ output: { sample: false } })
  expect(await ask(session, 'session.view', { store: 'sample' })).toMatchObject({ kind: 'failure', error: { kind: 'unavailable' } })

  sample = await startEngine(places[2].home, { listen: false, sample: true })
  expect(await ask(session, 'session.hello')).toMatchObject({ output: { sample: true, home: places[2].home } })
  sample.bus.push('flags.changed', { flags: [] })
  expect(pushed.filter((name) => name === 'flags.changed')).toHaveLength(1)

  await ask(session, 'session.view', { store: 'live' })
  expect(await ask(session, 'session.hello')).toMatchObject({ output: { sample: false, home: places[0].home } })
  session.close()
})
