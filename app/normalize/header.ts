import type { Unparsed } from './parser.ts'

/** What a syslog header says. One object is filled again for every line. */
export interface Header {
  /** Facility × 8 + severity; −1 when the line has none. */
  priority: number
  version: string | undefined
  /** Milliseconds since the epoch; NaN when the line carries no usable time. */
  time: number
  hostname: string | undefined
  appname: string | undefined
  procid: string | undefined
  msgid: string | undefined
  /** JSON text. */
  structuredData: string | undefined
  message: string
  /** Set when the line could not be read to its end; the rest of the header is what was known until then. */
  failure: Unparsed | undefined
}

export function createHeader(): Header {
  const header = {} as Header
  resetHeader(header)
  return header
}

export function resetHeader(header: Header): void {
  header.priority = -1
  header.version = undefined
  header.time = NaN
  header.hostname = undefined
  header.appname = undefined
  header.procid = undefined
  header.msgid = undefined
  header.structuredData = undefined
  header.message = ''
  header.failure = undefined
}
