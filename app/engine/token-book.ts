import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { ApiCaller } from '../contract/api.ts'
import { apiScopes, type ApiScope, type ApiToken } from '../model/api-token.ts'
import type { ConsoleStore } from '../store/store.ts'

/** So that a token is known for one wherever it turns up: in a log, in a repository, in a scanner for leaked secrets. */
export const tokenPrefix = 'vdt_'
/** Of the secret, what the window may show: the prefix and six characters that tell tokens apart. */
const shown = tokenPrefix.length + 6
/** A use is remembered at most so often: it costs a commit. */
const touchPause = 60_000

/** The secret itself is never kept. 256 random bits need no salt and no slow hash. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Tokens of other programs: made, told once, recognised by their hash, revoked. */
export class TokenBook {
  private readonly console: ConsoleStore
  private readonly touched = new Map<string, number>()

  constructor(console: ConsoleStore) {
    this.console = console
  }

  list(): ApiToken[] {
    return this.console.tokens()
  }

  create(name: string, scopes: readonly ApiScope[], { who, at }: { who: string; at: number }): { token: ApiToken; secret: string } {
    const secret = tokenPrefix + randomBytes(32).toString('base64url')
    const token: ApiToken = {
      id: randomUUID(),
      name,
      scopes: [...new Set(scopes)],
      prefix: secret.slice(0, shown),
      created_at: at,
      created_by: who,
    }
    this.console.addToken(token, hashOf(secret))
    return { token, secret }
  }

  revoke(id: string, context: { who: string; at: number }): ApiToken | undefined {
    return this.console.revokeToken(id, context)
  }

  /** Whose secret it is, unless it was revoked. */
  recognize(secret: string, now: number): ApiCaller | undefined {
    if (!secret.startsWith(tokenPrefix)) return undefined
    const token = this.console.findToken(hashOf(secret))
    if (token === undefined) return undefined
    if (now - (this.touched.get(token.id) ?? token.last_used_at ?? 0) >= touchPause) {
      this.touched.set(token.id, now)
      this.console.touchToken(token.id, now)
    }
    return { token_id: token.id, name: token.name, scopes: token.scopes }
  }
}

/** The token of this launch, which whoever runs the console has anyway: it may do everything. */
export function recognizeLaunchToken(secret: string, launchToken: string | undefined): ApiCaller | undefined {
  if (launchToken === undefined) return undefined
  const [given, wanted] = [Buffer.from(hashOf(secret)), Buffer.from(hashOf(launchToken))]
  return timingSafeEqual(given, wanted) ? { token_id: 'launch', name: 'console', scopes: apiScopes } : undefined
}
