import { RequestFailure, type Handlers } from '../handler.ts'

export const flags: Handlers<'flags'> = {
  'flags.list': async (_input, { engine }) => ({ flags: await engine.flags.list(Date.now()) }),
  'flags.set': async ({ name, ...change }, { engine, who }) => {
    const result = await engine.setFlag(name, change, { who, at: Date.now() })
    if (result.kind !== 'set') throw new RequestFailure(result)
    return { flag: result.flag }
  },
  'flags.register': async (registration, { engine, who }) => {
    const result = await engine.flags.register(registration, { who, at: Date.now() })
    if (result.kind === 'not_allowed') throw new RequestFailure(result)
    if (result.kind === 'registered') await engine.flagsChanged()
    return { flag: result.flag, created: result.kind === 'registered' }
  },
}
