import { randomBytes, timingSafeEqual } from 'node:crypto'

/** What a request shows at the door. */
export interface Visitor {
  host: string | undefined
  origin: string | undefined
  path: string
  /** From the query of `/`, where the printed address leads. */
  queryToken: string | undefined
  /** From `Authorization: Bearer`. */
  bearer: string | undefined
  cookie: string | undefined
}

export type Admission =
  | { kind: 'admitted' }
  /** The token is traded for the session cookie, and the address loses it. */
  | { kind: 'traded'; session: string }
  | { kind: 'forbidden'; message: string }
  | { kind: 'unauthorized'; message: string }

/**
 * The loopback console's door: a foreign Host (DNS rebinding) or Origin is refused whatever it carries, and
 * nothing at all is served without the token of this launch, or the cookie it was traded for.
 */
export class Doors {
  readonly token: string
  private readonly session = randomBytes(32).toString('base64url')
  private hosts = new Set<string>()

  constructor(token: string | undefined) {
    this.token = token ?? randomBytes(24).toString('base64url')
  }

  /** The names this server goes by, once its port is known. */
  serveOn(port: number): void {
    this.hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
  }

  admit(visitor: Visitor): Admission {
    const message = this.foreign(visitor)
    if (message !== undefined) return { kind: 'forbidden', message }
    if (visitor.path === '/' && matches(visitor.queryToken, this.token)) return { kind: 'traded', session: this.session }
    if (this.holdsSession(visitor)) return { kind: 'admitted' }
    return { kind: 'unauthorized', message: 'Open the address that Vedette printed when it started; it carries the token of this launch.' }
  }

  /** Why a visitor is refused whatever token it carries. */
  foreign({ host, origin }: Visitor): string | undefined {
    if (host === undefined || !this.hosts.has(host.toLowerCase())) return 'This console answers only to its own loopback address.'
    if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return 'Another site may not talk to this console.'
    return undefined
  }

  /** Whether it carries the token of this launch, or the cookie. */
  holdsSession({ cookie, bearer }: Visitor): boolean {
    return matches(cookie, this.session) || matches(bearer, this.token)
  }
}

/** Compares in a time that does not tell how much was right. */
function matches(given: string | undefined, wanted: string): boolean {
  if (given === undefined) return false
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}
