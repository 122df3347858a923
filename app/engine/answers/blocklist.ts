import { RequestFailure, type Handlers } from '../handler.ts'

export const blocklist: Handlers<'blocklist'> = {
  'blocklist.list': (_input, { engine }) => ({ entries: engine.blocklist.list(Date.now()) }),
  'blocklist.add': (input, { engine, who }) => {
    if (input.event_id !== undefined && engine.console.getEvent(input.event_id) === undefined)
      throw new RequestFailure({ kind: 'not_found', message: `There is no event ${input.event_id}.` })
    const added = engine.blocklist.add(input, { who, at: Date.now() })
    if (added.kind === 'refused') {
      const issues = [{ path: 'value', message: added.message }]
      throw new RequestFailure({ kind: 'invalid_input', message: added.message, issues })
    }
    engine.blocklistChanged()
    return { entry: added.entry }
  },
  'blocklist.remove': ({ id }, { engine, who }) => {
    const removed = engine.blocklist.remove(id, { who, at: Date.now() })
    if (removed === undefined) throw new RequestFailure({ kind: 'not_found', message: 'That entry is not on the list any more.' })
    engine.blocklistChanged()
    return {}
  },
}
