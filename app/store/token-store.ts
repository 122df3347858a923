import type Database from 'better-sqlite3'
import type { ApiToken } from '../model/api-token.ts'
import type { ActivityStore } from './activity-store.ts'
import type { Actor } from './store.ts'

interface TokenRow extends Pick<ApiToken, 'id' | 'name' | 'prefix' | 'created_at' | 'created_by'> {
  hash: string
  scopes: string
  last_used_at: number | null
  revoked_at: number | null
}

/** Tokens of the API. Of their secrets there is only the hash here, and nothing in the activity log. */
export class TokenStore {
  private readonly database: Database.Database
  private readonly activity: ActivityStore
  private readonly byHash: Database.Statement

  constructor(database: Database.Database, activity: ActivityStore) {
    this.database = database
    this.activity = activity
    this.byHash = database.prepare('SELECT * FROM api_token WHERE hash = ? AND revoked_at IS NULL')
  }

  add(token: ApiToken, hash: string): void {
    const { id, name, prefix, scopes, created_at, created_by } = token
    this.database.transaction(() => {
      this.database
        .prepare('INSERT INTO api_token (id, name, hash, prefix, scopes, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?)')
        .run(id, name, hash, prefix, JSON.stringify(scopes), created_at, created_by)
      const line = { at: created_at, who: created_by, what: 'token.create', subject: `token:${id}` }
      this.activity.add({ ...line, before: null, after: { name, scopes } })
    })()
  }

  list(): ApiToken[] {
    return (this.database.prepare('SELECT * FROM api_token ORDER BY created_at DESC, rowid DESC').all() as TokenRow[]).map(toToken)
  }

  revoke(id: string, { who, at }: Actor): ApiToken | undefined {
    const row = this.database.prepare('SELECT * FROM api_token WHERE id = ?').get(id) as TokenRow | undefined
    if (row === undefined) return undefined
    const token = toToken(row)
    if (token.revoked_at !== undefined) return token
    return this.database.transaction(() => {
      this.database.prepare('UPDATE api_token SET revoked_at = ? WHERE id = ?').run(at, id)
      const { name, scopes } = token
      const line = { at, who, what: 'token.revoke', subject: `token:${id}` }
      this.activity.add({ ...line, before: { name, scopes }, after: { name, scopes, revoked_at: at } })
      return { ...token, revoked_at: at }
    })()
  }

  find(hash: string): ApiToken | undefined {
    const row = this.byHash.get(hash)
    return row === undefined ? undefined : toToken(row as TokenRow)
  }

  touch(id: string, at: number): void {
    this.database.prepare('UPDATE api_token SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?').run(at, id)
  }
}

function toToken({ hash: _, scopes, last_used_at, revoked_at, ...row }: TokenRow): ApiToken {
  return {
    ...row,
    scopes: JSON.parse(scopes) as ApiToken['scopes'],
    ...(last_used_at === null ? {} : { last_used_at }),
    ...(revoked_at === null ? {} : { revoked_at }),
  }
}
