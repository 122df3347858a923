import type { ApiState } from '../../contract/access.ts'
import type { Engine } from '../../engine.ts'
import { RequestFailure, type Handlers } from '../handler.ts'

export const tokens: Handlers<'tokens'> = {
  'tokens.list': (_input, { engine }) => ({ tokens: engine.tokens.list(), api: describeApi(engine) }),
  'tokens.create': ({ name, scopes }, { engine, who }) => engine.tokens.create(name, scopes, { who, at: Date.now() }),
  'tokens.revoke': ({ id }, { engine, who }) => {
    const token = engine.tokens.revoke(id, { who, at: Date.now() })
    if (token === undefined) throw new RequestFailure({ kind: 'not_found', message: 'There is no such token.' })
    return { token }
  },
}

function describeApi(engine: Engine): ApiState {
  const enabled = engine.apiEnabled()
  return engine.apiUrl === undefined || !enabled ? { enabled } : { enabled, url: engine.apiUrl }
}
