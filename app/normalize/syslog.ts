import { longestMessage, type Message } from '../model/message.ts'
import type { RecordDraft } from '../model/record.ts'
import { createHeader, resetHeader, type Header } from './header.ts'
import { MessageDispatch } from './message-dispatch.ts'
import type { MessageParser, ParserContext, WireFormat, WireParser } from './parser.ts'
import { readPriority } from './priority.ts'
import { readRfc3164 } from './rfc3164.ts'
import { readRfc5424, startsRfc5424 } from './rfc5424.ts'
import { createSyslogFields } from './syslog-fields.ts'
import { byteOrderMark, decodeText, readMarkedMessage } from './syslog-text.ts'
import { dash, looksLikeAddress, readDigits, skipDigits, space } from './text-scan.ts'
import { TimestampReader } from './timestamp.ts'
import { findTimeZone } from './time-zone.ts'

/** Syslog in any of its forms, told apart message by message; `parsers` read what is inside. */
export function createSyslog(parsers: readonly MessageParser[]): WireFormat {
  return { name: 'syslog', create: (context) => new SyslogParser(context, new MessageDispatch(parsers)) }
}

class SyslogParser implements WireParser {
  private readonly header = createHeader()
  private readonly timestamps: TimestampReader
  private readonly dispatch: MessageDispatch
  private peer = ''
  private peerName = ''
  private peerAddress: string | undefined

  constructor(context: ParserContext, dispatch: MessageDispatch) {
    this.timestamps = new TimestampReader(findTimeZone(context.timezone))
    this.dispatch = dispatch
  }

  parse(message: Message, emit: (draft: RecordDraft) => void): void {
    const { bytes, arrival } = message
    if (message.peer !== this.peer) this.setPeer(message.peer)
    const header = this.header
    resetHeader(header)
    const text = decodeText(bytes)
    const isHeader = this.readHeader(text, arrival)
    if (header.message.startsWith(byteOrderMark)) readMarkedMessage(header, bytes)
    const fields = createSyslogFields(header, this.peerName, this.peerAddress)
    if (header.failure === undefined) {
      const recognised = this.dispatch.parse(header.appname, header.message, fields)
      if (!isHeader && !recognised) header.failure = { reason: 'no_header', message: 'neither a time nor a program was found' }
    }
    if (bytes.length >= longestMessage) header.failure = { reason: 'too_long', message: 'only the beginning of the message was kept' }
    if (header.failure !== undefined) {
      fields['event.kind'] = 'pipeline_error'
      fields['error.code'] = header.failure.reason
      fields['error.message'] = header.failure.message
    }
    // A line without a header of its own may still say when it happened (an access log read from a file).
    const time = header.time === header.time ? header.time : ((isHeader ? undefined : fields['event.start']) ?? arrival)
    // A view, not a copy: a chunk is never written to again, and copying costs more than all the rest of the parsing.
    emit({ time, raw: bytes, fields })
  }

  snapshot(): unknown {
    return undefined
  }

  restore(): void {}

  /** Fills the header; false when the text has none. */
  private readHeader(text: string, arrival: number): boolean {
    const header = this.header
    if (text === '') {
      header.failure = { reason: 'empty', message: 'the message is empty' }
      return false
    }
    let at = 0
    if (text.charCodeAt(0) === 60) {
      const priority = readPriority(text, 0)
      if (priority === undefined) {
        header.failure = { reason: 'bad_priority', message: 'the priority is not a number from 0 to 191 in angle brackets' }
        header.message = text
        return false
      }
      header.priority = priority.priority
      at = priority.end
    }
    if (header.priority === -1 ? startsBareRfc5424(text) : startsRfc5424(text, at)) {
      readRfc5424(text, at, this.timestamps, header)
      return true
    }
    if (readRfc3164(text, at, arrival, this.timestamps, header)) {
      // Without a priority and a time, `word: text` is a sentence, and only `word[123]: text` a program's line.
      return header.priority !== -1 || header.time === header.time || header.procid !== undefined || forgetTag(header, text)
    }
    const digits = skipDigits(text, at)
    if (header.priority !== -1 && digits > at && text.charCodeAt(digits) === space) {
      header.failure = { reason: 'unknown_version', message: 'the version is not a number from 1 to 999' }
    }
    return false
  }

  private setPeer(peer: string): void {
    this.peer = peer
    // A dual-stack socket reports IPv4 peers as ::ffff:192.0.2.1 (RFC 4291 section 2.5.5.2).
    this.peerName = peer.startsWith('::ffff:') && peer.includes('.') ? peer.slice(7) : peer
    this.peerAddress = looksLikeAddress(this.peerName) ? this.peerName : undefined
  }
}

/** `1 2024-11-21T…`: RFC 5424 whose priority a relay has taken off. */
function startsBareRfc5424(text: string): boolean {
  return text.startsWith('1 ') && readDigits(text, 2, 4) !== -1 && text.charCodeAt(6) === dash
}

function forgetTag(header: Header, text: string): false {
  header.appname = undefined
  header.msgid = undefined
  header.message = text
  return false
}
