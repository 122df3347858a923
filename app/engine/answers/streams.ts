import { signalPresets } from '../../detect/signals/presets.ts'
import { checkEngine } from '../config-streams.ts'
import { RequestFailure, type HandlerContext, type Handlers } from '../handler.ts'
import { enableStream, removeStream, saveStream, type StreamChange } from '../streams/stream-config.ts'

export const streams: Handlers<'streams'> = {
  'streams.list': (_input, { engine }) => ({ streams: engine.streams.list() }),
  'streams.save': async ({ stream, previous }, context) => {
    const issues = checkEngine(stream).map(({ path, message }) => ({ path: ['stream', ...path].join('.'), message }))
    if (issues.length > 0) throw new RequestFailure({ kind: 'invalid_input', message: issues[0]!.message, issues })
    await apply(
      context,
      saveStream(context.engine.configFile, stream, previous),
      previous === undefined ? 'stream.add' : 'stream.edit',
      stream.name,
    )
    const view = context.engine.streams.list().find((one) => one.stream.name === stream.name)
    if (view === undefined) throw new RequestFailure({ kind: 'conflict', message: `The stream "${stream.name}" was removed meanwhile.` })
    return { stream: view }
  },
  'streams.remove': async ({ name }, context) => {
    await apply(context, removeStream(context.engine.configFile, name), 'stream.remove', name)
    return {}
  },
  'streams.setEnabled': async ({ name, enabled }, context) => {
    await apply(context, enableStream(context.engine.configFile, name, enabled), enabled ? 'stream.enable' : 'stream.disable', name)
    return {}
  },
  'streams.presets': (_input, { engine }) => ({
    presets: signalPresets.map((preset) => ({ ...preset, enabled: engine.config.signals.presets.includes(preset.name) })),
  }),
}

/** Every change of a stream is in the activity log with what it was and what it is. */
async function apply({ engine, who }: HandlerContext, change: StreamChange, what: string, name: string): Promise<void> {
  if (change.kind === 'refused') {
    const issues = change.problems.map(({ path, message }) => ({ path, message }))
    throw new RequestFailure({ kind: 'invalid_input', message: 'vedette.yml cannot be changed so.', issues })
  }
  if (change.kind !== 'changed') throw new RequestFailure({ kind: change.kind, message: change.message })
  await engine.configure(change.read)
  engine.console.addActivity({ at: Date.now(), who, what, subject: `stream:${name}`, before: change.before, after: change.after })
}
