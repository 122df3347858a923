import { collectors } from '../../collect/index.ts'
import { testSource } from '../source-test.ts'
import type { SourceChange } from '../source-manager.ts'
import type { SourceStatus } from '../../model/source.ts'
import { RequestFailure, type HandlerContext, type Handlers } from '../handler.ts'

export const sources: Handlers<'sources'> = {
  'sources.list': (_input, { engine }) => ({
    sources: engine.sources.list(),
    types: collectors.map(({ type, title, transport, defaultPort, testCommand }) => ({
      type,
      title,
      transport,
      default_port: defaultPort,
      test_command: testCommand('{address}', '{port}'),
    })),
  }),
  'sources.add': async ({ source }, context) => ({ status: record(context, 'source.add', await context.engine.sources.add(source)) }),
  'sources.edit': async ({ id, source }, context) => ({
    status: record(context, 'source.edit', await context.engine.sources.edit(id, source)),
  }),
  'sources.pause': async ({ id }, context) => ({
    status: record(context, 'source.pause', await context.engine.sources.setEnabled(id, false)),
  }),
  'sources.resume': async ({ id }, context) => ({
    status: record(context, 'source.resume', await context.engine.sources.setEnabled(id, true)),
  }),
  'sources.remove': async ({ id }, context) => {
    record(context, 'source.remove', await context.engine.sources.remove(id))
    return {}
  },
  'sources.test': async ({ id }, { engine }) => {
    const status = engine.sources.find(id)
    if (status === undefined) throw new RequestFailure({ kind: 'not_found', message: `There is no source named "${id}".` })
    return testSource(status, async (query) => (await engine.reader.search(query, { limit: 1, longest_ms: 1000 })).records[0]?.seq)
  },
}

/** Every change of a source is in the activity log with what it was and what it is. */
function record({ engine, who }: HandlerContext, what: string, change: SourceChange): SourceStatus {
  if (change.kind !== 'changed') throw new RequestFailure(change)
  const { status, before } = change
  const after = what === 'source.remove' ? undefined : status.source
  engine.console.addActivity({ at: Date.now(), who, what, subject: `source:${status.source.id}`, before, after })
  const config = engine.configFile.read()
  if (config.kind === 'read') void engine.configure(config)
  return status
}
