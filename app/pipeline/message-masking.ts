import type { MaskingRules, SecretPattern } from '../model/masking.ts'
import type { Message } from '../model/message.ts'
import type { RecordDraft } from '../model/record.ts'
import { cleanFields } from './clean-fields.ts'

export interface MaskingCounters {
  /** Values masked, by pattern. */
  patterns: Partial<Record<SecretPattern, number>>
  /** Records in which there were some. */
  records: number
}

export interface SecretReading {
  /** With `***` where the secrets were. */
  bytes: Uint8Array
  /** What they were. */
  secrets: readonly string[]
}

/** What looks for secrets in text. */
export interface SecretReader {
  /** Undefined where there are none. */
  readSecrets(bytes: Uint8Array): SecretReading | undefined
  maskText(text: string): string
  readonly counts: MaskingCounters['patterns']
}

export interface MessageMaskingParts {
  createReader: (rules: MaskingRules) => SecretReader
  /** SHA-256 in hexadecimal. */
  hash: (bytes: Uint8Array) => string
}

/** A message with secrets in it. */
export interface MaskedMessage {
  /** Without them. */
  bytes: Uint8Array
  /** Takes them out of what a parser has made of the original; `shown` is what it makes of the masked bytes. */
  clean: (draft: RecordDraft, shown: RecordDraft | undefined) => RecordDraft
}

/**
 * Takes secrets out of text before anybody but the parser sees it. Packets of flows hold no text and are left as they are.
 *
 * The parser reads the original: whoever is logged may write what looks like a secret, and would otherwise hide what comes
 * after it (a user named `cookie:` the address that the password was tried from).
 */
export class MessageMasking {
  private reader: SecretReader
  /** Does not count: it looks at parts of what was counted as a whole. */
  private fieldReader: SecretReader
  private records = 0
  /** What readers of earlier rules have counted. */
  private readonly before: MaskingCounters['patterns'] = {}
  private readonly parts: MessageMaskingParts

  constructor(rules: MaskingRules, parts: MessageMaskingParts) {
    this.parts = parts
    this.reader = parts.createReader(rules)
    this.fieldReader = parts.createReader(rules)
  }

  /** From the next message on. */
  configure(rules: MaskingRules): void {
    add(this.before, this.reader.counts)
    this.reader = this.parts.createReader(rules)
    this.fieldReader = this.parts.createReader(rules)
  }

  /** Undefined where there is nothing to mask. */
  apply({ bytes: original, wire }: Message): MaskedMessage | undefined {
    if (wire === 'netflow') return undefined
    const found = this.read(original)
    if (found === undefined) return undefined
    this.records += 1
    const { bytes, secrets } = found
    const clean: MaskedMessage['clean'] = (draft, shown) => {
      const fields = cleanFields(draft.fields, shown?.fields, secrets, (text) => this.maskText(text))
      fields['event.hash'] = this.parts.hash(original)
      return { time: draft.time, raw: bytes, fields }
    }
    return { bytes, clean }
  }

  counters(): MaskingCounters {
    return { patterns: add({ ...this.before }, this.reader.counts), records: this.records }
  }

  /** A bug in a pattern neither stops the stream nor lets anything through: the message is kept by its hash alone. */
  private read(bytes: Uint8Array): { bytes: Uint8Array; secrets: readonly string[] | 'unknown' } | undefined {
    try {
      return this.reader.readSecrets(bytes)
    } catch {
      return { bytes: new Uint8Array(0), secrets: 'unknown' }
    }
  }

  private maskText(text: string): string {
    try {
      return this.fieldReader.maskText(text)
    } catch {
      return '***'
    }
  }
}

function add(sums: MaskingCounters['patterns'], counts: MaskingCounters['patterns']): MaskingCounters['patterns'] {
  for (const [name, count] of Object.entries(counts) as [SecretPattern, number][]) sums[name] = (sums[name] ?? 0) + count
  return sums
}
