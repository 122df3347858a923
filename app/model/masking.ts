/** Names of the secrets that are looked for in text; each can be switched off. */
export const secretPatterns = [
  'authorization_header',
  'aws_access_key',
  'aws_secret_key',
  'github_token',
  'private_key_block',
  'json_web_token',
  'card_number',
  'credential_pair',
  'url_credentials',
] as const
export type SecretPattern = (typeof secretPatterns)[number]

/** What masking looks for. Plain data: it crosses to the pipeline thread. */
export interface MaskingRules {
  /** Parts of key names whose values are never kept; compared in lower case with `-` as `_`. */
  fragments: readonly string[]
  /** Keys that hold a fragment and are ordinary all the same (`shipping`), compared the same way, whole. */
  exempt_keys: readonly string[]
  /** Switched on. */
  patterns: readonly SecretPattern[]
}

/** What masking did since the engine started, for the window. */
export interface MaskingReport {
  /** Pattern → values masked in text. */
  patterns: Partial<Record<SecretPattern, number>>
  /** Key → values masked by key, the fragment that did it; at most 200 keys, the most frequent. */
  keys: { key: string; fragment: string; count: number }[]
  /** Records in whose raw bytes something was masked. */
  records: number
}
