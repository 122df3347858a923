import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ApiCaller, ApiService } from '../../contract/api.ts'
import type { ApiScope } from '../../model/api-token.ts'
import { ProblemError, type Problem } from './problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who lets a request in: the API by its tokens, or (without this) the console by the token of its launch. */
    door?: 'api'
    /** What a token must be allowed; `document`: the console's own session will do, and any token. */
    scope?: ApiScope | 'document'
    /** Served though the API is switched off. */
    always?: boolean
    /** Also takes the token as the password of HTTP Basic: many firewalls can send nothing else, and browsers ask for it. */
    basic?: boolean
    /** Also takes the token as `X-Api-Key` or `hasura-m-auth`: response hooks send their key there. */
    key?: boolean
  }
  interface FastifyRequest {
    /** Absent only where a document is shown to the console's own session. */
    caller?: ApiCaller
  }
}

/** What the server around the API knows. */
export interface Surroundings {
  /** Why a Host or Origin is refused whatever else the request carries. */
  foreign(request: FastifyRequest): string | undefined
  /** Whether it carries the token of this launch or its cookie. */
  session(request: FastifyRequest): boolean
}

const disabled: Problem = {
  status: 404,
  kind: 'disabled',
  title: 'The API is switched off',
  detail: 'Switch it on with `server: { api: true }` in vedette.yml.',
}

/** Nobody passes without a token of the right scope; a foreign Host or Origin not even with one. */
export function guardApi(scope: FastifyInstance, service: ApiService, around: Surroundings): void {
  scope.decorateRequest('caller', undefined)
  scope.addHook('onRequest', async (request, reply) => {
    const foreign = around.foreign(request)
    if (foreign !== undefined) throw new ProblemError({ status: 403, kind: 'foreign', title: 'Refused', detail: foreign })
    const { config } = request.routeOptions
    const secret = readSecret(request, config.basic === true) ?? (config.key === true ? readKey(request) : undefined)
    request.caller = secret === undefined ? undefined : service.authenticate(secret)
    if (request.caller === undefined && !(config.scope === 'document' && around.session(request))) {
      const error = secret === undefined ? '' : ', error="invalid_token"'
      const bearer = `Bearer realm="vedette"${error}`
      // A line each: browsers do not look for a second way within the first.
      reply.header('www-authenticate', config.basic ? [bearer, 'Basic realm="vedette"'] : bearer)
      throw new ProblemError({ status: 401, kind: 'unauthorized', title: 'An API token is required', detail: missingToken(secret) })
    }
    if (!config.always && !service.enabled()) throw new ProblemError(disabled)
    const wanted = config.scope
    if (wanted === undefined || wanted === 'document' || request.caller?.scopes.includes(wanted)) return
    reply.header('www-authenticate', `Bearer realm="vedette", error="insufficient_scope", scope="${wanted}"`)
    throw new ProblemError({
      status: 403,
      kind: 'scope',
      title: 'This token may not do that',
      detail: `The token "${request.caller?.name ?? ''}" lacks the scope ${wanted}. Make one that has it in Settings.`,
    })
  })
}

/** Of a route behind the door with a scope: it has a caller. */
export function callerOf(request: FastifyRequest): ApiCaller {
  if (request.caller === undefined) throw new Error(`${request.routeOptions.url ?? ''} has no scope`)
  return request.caller
}

function missingToken(secret: string | undefined): string {
  return secret === undefined
    ? 'Send the header Authorization: Bearer TOKEN. Tokens are made in Settings.'
    : 'This token is unknown or revoked. Tokens are made in Settings.'
}

function readKey({ headers }: FastifyRequest): string | undefined {
  const sent = [headers['x-api-key'], headers['hasura-m-auth']].find((value) => typeof value === 'string')
  return /^[^\s]{1,512}$/.exec(String(sent ?? ''))?.[0]
}

export function readSecret(request: FastifyRequest, basic = false): string | undefined {
  const sent = request.headers.authorization ?? ''
  const bearer = /^Bearer +([^\s]{1,512})$/i.exec(sent)?.[1]
  if (bearer !== undefined || !basic) return bearer
  const credentials = /^Basic +([A-Za-z0-9+/=_-]{1,1024})$/i.exec(sent)?.[1]
  if (credentials === undefined) return undefined
  const decoded = Buffer.from(credentials, 'base64').toString('utf8')
  return decoded.includes(':') ? decoded.slice(decoded.indexOf(':') + 1) : undefined
}
