import { RequestFailure, type Handlers } from '../handler.ts'

export const activity: Handlers<'activity'> = {
  'activity.list': (input, { engine }) => ({ activity: engine.console.activity(input) }),
  'activity.verify': (_input, { engine }) => engine.console.verifyActivity(),
}

export const health: Handlers<'health'> = {
  'health.get': (_input, { engine }) => engine.health(),
}

export const imports: Handlers<'import'> = {
  'import.start': ({ files, format, stream }, { engine, who }) => {
    const refusal = stream === undefined ? undefined : engine.streams.refusesMessages(stream)
    if (refusal !== undefined) throw new RequestFailure({ kind: 'conflict', message: refusal })
    engine.console.addActivity({
      at: Date.now(),
      who,
      what: 'import.start',
      subject: 'import',
      before: undefined,
      after: { files, format, stream },
    })
    // Values of a whole file would not all find room to wait.
    const when = stream === undefined ? undefined : (signal: AbortSignal) => engine.streams.untilReplayed(stream, signal)
    return { id: engine.imports.start(files, format, () => engine.storedRecords(), { stream, when }) }
  },
  'import.cancel': ({ id }, { engine }) => {
    if (!engine.imports.cancel(id)) throw new RequestFailure({ kind: 'not_found', message: 'That import is over.' })
    return {}
  },
}

export const sample: Handlers<'sample'> = {
  'sample.state': (_input, { host }) => host.sample.state(),
  'sample.start': (_input, { host }) => host.sample.start(),
  'sample.stop': (_input, { host }) => host.sample.stop(),
  'sample.delete': (_input, { host }) => host.sample.delete(),
}
