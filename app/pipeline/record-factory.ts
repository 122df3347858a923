import type { Message, Wire } from '../model/message.ts'
import { isUnparsed, type RecordDraft, type TelemetryRecord } from '../model/record.ts'
import type { MaskedMessage } from './message-masking.ts'
import type { WireParser } from '../normalize/parser.ts'

export interface SourceParsing {
  source: string
  parsed: number
  unparsed: Record<string, number>
  last_record_at: number
}

/** Bytes → numbered records: one parser a source and wire, one sequence for all. */
export class RecordFactory {
  private readonly parsers = new Map<string, WireParser>()
  private readonly counts = new Map<string, SourceParsing>()
  private states: Record<string, unknown> = {}
  private readonly createParser: (wire: Wire, source: string) => WireParser
  private readonly mask: (message: Message) => MaskedMessage | undefined
  lastSeq: number

  /** `mask` looks for secrets in a message; without it nothing is masked. */
  constructor(
    createParser: (wire: Wire, source: string) => WireParser,
    lastSeq: number,
    mask: (message: Message) => MaskedMessage | undefined = () => undefined,
  ) {
    this.createParser = createParser
    this.lastSeq = lastSeq
    this.mask = mask
  }

  /** A function that turns messages of `source` into records, kept for a whole chunk. */
  forSource(source: string, emit: (record: TelemetryRecord) => void): (message: Message) => void {
    const counts = this.countsOf(source)
    const number = this.numberRecords(counts, emit)
    return (message) => {
      counts.last_record_at = message.arrival
      const masked = this.mask(message)
      if (masked === undefined) return this.parse(source, message, number)
      const shown: RecordDraft[] = []
      this.parse(source, { ...message, bytes: masked.bytes }, (draft) => shown.push(draft))
      let index = 0
      this.parse(source, message, (draft) => number(masked.clean(draft, shown[index++])))
    }
  }

  /** The input is over: parsers give what they held back (flows whose template never came). */
  end(emit: (record: TelemetryRecord) => void): void {
    for (const [key, parser] of this.parsers) {
      const source = key.slice(key.indexOf('\n') + 1)
      parser.end?.(this.numberRecords(this.countsOf(source), emit))
    }
  }

  /** Parsers of a source are made anew with its settings (its time zone). */
  forget(source: string): void {
    for (const key of this.parsers.keys()) {
      if (key.endsWith(`\n${source}`)) {
        this.states[key] = this.parsers.get(key)?.snapshot()
        this.parsers.delete(key)
      }
    }
  }

  counters(): SourceParsing[] {
    return [...this.counts.values()]
  }

  snapshot(): Record<string, unknown> {
    const states = { ...this.states }
    for (const [key, parser] of this.parsers) states[key] = parser.snapshot()
    return states
  }

  restore(states: Record<string, unknown>): void {
    this.states = states
    this.parsers.clear()
  }

  private parse(source: string, message: Message, emit: (draft: RecordDraft) => void): void {
    try {
      this.parserOf(source, message.wire).parse(message, emit)
    } catch (error) {
      // One message that a parser cannot stand does not end the stream: it is kept, counted, and named.
      emit(describeFailure(message, error))
    }
  }

  private parserOf(source: string, wire: Wire): WireParser {
    const key = `${wire}\n${source}`
    let parser = this.parsers.get(key)
    if (parser === undefined) {
      parser = this.createParser(wire, source)
      if (this.states[key] !== undefined) parser.restore(this.states[key])
      this.parsers.set(key, parser)
    }
    return parser
  }

  private numberRecords(counts: SourceParsing, emit: (record: TelemetryRecord) => void): (draft: RecordDraft) => void {
    const { source } = counts
    return (draft) => {
      if (isUnparsed(draft)) {
        const reason = draft.fields['error.code'] ?? 'unsupported'
        counts.unparsed[reason] = (counts.unparsed[reason] ?? 0) + 1
      } else counts.parsed += 1
      this.lastSeq += 1
      emit({ seq: this.lastSeq, time: draft.time, arrival: counts.last_record_at, source, raw: draft.raw, fields: draft.fields })
    }
  }

  private countsOf(source: string): SourceParsing {
    let counts = this.counts.get(source)
    if (counts === undefined) {
      counts = { source, parsed: 0, unparsed: {}, last_record_at: 0 }
      this.counts.set(source, counts)
    }
    return counts
  }
}

function describeFailure({ arrival, bytes, wire }: Message, error: unknown): RecordDraft {
  const message = error instanceof Error ? error.message : String(error)
  const fields: RecordDraft['fields'] = {
    'event.kind': 'pipeline_error',
    'event.dataset': wire,
    'error.code': 'parser_failure',
    'error.message': message,
  }
  return { time: arrival, raw: bytes, fields }
}
