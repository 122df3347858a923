import { z } from 'zod'

export const sourceTypes = ['syslog-udp', 'syslog-tcp', 'netflow-udp', 'json-udp', 'json-tcp'] as const
export type SourceType = (typeof sourceTypes)[number]

/** An IANA zone this runtime knows, or `local`. */
export function isTimeZone(name: string): boolean {
  if (name === 'local') return true
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The source of records that came out of files. */
export const importSource = 'import'

/** The source of requests that applications told the API of. */
export const apiSource = 'api'

/** A configured collector instance: "syslog on udp/5514". */
export const sourceSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens')
    .refine((id) => id !== importSource, 'this name is kept for imported files')
    .refine((id) => id !== apiSource, 'this name is kept for requests that come through the API')
    .refine((id) => !id.startsWith('stream-'), 'names that begin with stream- are kept for what streams read')
    .describe('Name of the source; records carry it'),
  type: z.enum(sourceTypes).describe('What listens'),
  address: z.string().default('127.0.0.1').describe('Address to bind; loopback until you choose another'),
  port: z.int().min(0).max(65535).describe('Port to bind; 0 takes a free one'),
  enabled: z.boolean().default(true).describe('Off keeps the source without listening'),
  timezone: z
    .string()
    .refine(isTimeZone, 'not an IANA time zone, such as Europe/Berlin')
    .default('local')
    .describe('IANA zone for timestamps that carry none; `local` is this machine’s'),
})
export type Source = z.infer<typeof sourceSchema>

/** A source as it is opened: one of vedette.yml, or one that a stream reads by itself. */
export interface OpenedSource extends Omit<Source, 'type'> {
  type: SourceType | 'json-file'
  /** Of a file: read on as it grows. */
  path?: string
  follow?: boolean
  /** Bytes of the file that were read before. */
  offset?: number
  /** Which file of that name they were of. */
  inode?: number
}

export type SourceFailure =
  | { kind: 'port_taken'; message: string }
  | { kind: 'no_permission'; message: string }
  | { kind: 'bad_address'; message: string }
  | { kind: 'failed'; message: string }

export type SourceState =
  | { kind: 'listening'; address: string; port: number; since: number }
  | { kind: 'paused' }
  | { kind: 'starting' }
  | { kind: 'failed'; failure: SourceFailure; at: number }

export interface SourceStatus {
  source: Source
  state: SourceState
}
