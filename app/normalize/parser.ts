import type { Fields } from '../model/fields.ts'
import type { Message, Wire } from '../model/message.ts'
import type { RecordDraft, UnparsedReason } from '../model/record.ts'

export interface ParserContext {
  /** IANA zone name for timestamps without one. */
  timezone: string
  /** Whose messages it reads: the source's id. */
  source?: string
}

/**
 * Reads one wire format: bytes → records. State (templates) lives inside, bounded.
 * Never throws and never loses a message: what it cannot read it emits as a record with
 * `event.kind: pipeline_error`, `error.code` and `error.message`.
 */
export interface WireParser {
  parse(message: Message, emit: (draft: RecordDraft) => void): void
  /** The input has ended (a file is read, the engine stops): emits what was held back for want of something to come. */
  end?(emit: (draft: RecordDraft) => void): void
  /** Templates and the like, JSON-able, so that a restart goes on where it stood. `undefined`: stateless. */
  snapshot(): unknown
  restore(state: unknown): void
}

export interface WireFormat {
  name: Wire
  create(context: ParserContext): WireParser
}

/** Reads the text inside a log line (sshd, iptables, an access line) and adds fields to its record. */
export interface MessageParser {
  name: string
  /** Program names it answers for (`sshd`, `sudo`); empty: it looks at every message that no other took. */
  programs: readonly string[]
  /** True when it recognised the message and added to `fields`. */
  parse(message: string, fields: Fields): boolean
}

export interface Unparsed {
  reason: UnparsedReason
  message: string
}
