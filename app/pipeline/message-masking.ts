import type { MaskingRules, SecretPattern } from '../model/masking.ts'
import { longestMessage, type Message } from '../model/message.ts'

export interface MaskingCounters {
  /** Values masked, by pattern. */
  patterns: Partial<Record<SecretPattern, number>>
  /** Records in which there were some. */
  records: number
}

/** What looks for secrets in bytes; the same object comes back where there are none. */
export interface BytesMasker {
  mask(bytes: Uint8Array): Uint8Array
  readonly counts: MaskingCounters['patterns']
}

export interface MessageMaskingParts {
  createMasker: (rules: MaskingRules) => BytesMasker
  /** SHA-256 in hexadecimal. */
  hash: (bytes: Uint8Array) => string
}

/**
 * Takes secrets out of a text before it is parsed, so that no parser, detector, store, window or export ever sees them.
 * Packets of flows hold no text and are left as they are.
 */
export class MessageMasking {
  private masker: BytesMasker
  private records = 0
  /** What maskers of earlier rules have counted. */
  private readonly before: MaskingCounters['patterns'] = {}
  private readonly parts: MessageMaskingParts

  constructor(rules: MaskingRules, parts: MessageMaskingParts) {
    this.parts = parts
    this.masker = parts.createMasker(rules)
  }

  /** From the next message on. */
  configure(rules: MaskingRules): void {
    add(this.before, this.masker.counts)
    this.masker = this.parts.createMasker(rules)
  }

  /** Masks the message where it lies; the hash of the original is returned where that changed it. */
  apply(message: Message): string | undefined {
    if (message.wire === 'netflow') return undefined
    const { bytes } = message
    const masked = this.mask(bytes)
    if (masked === bytes) return undefined
    this.records += 1
    message.bytes = bytes.length < longestMessage ? masked : keepLength(masked)
    return this.parts.hash(bytes)
  }

  /** A bug in a pattern neither stops the stream nor lets anything through: the message is kept by its hash alone. */
  private mask(bytes: Uint8Array): Uint8Array {
    try {
      return this.masker.mask(bytes)
    } catch {
      return new Uint8Array(0)
    }
  }

  counters(): MaskingCounters {
    return { patterns: add({ ...this.before }, this.masker.counts), records: this.records }
  }
}

/** By its length a parser knows a message that was cut. */
function keepLength(masked: Uint8Array): Uint8Array {
  if (masked.length >= longestMessage) return masked
  const padded = new Uint8Array(longestMessage).fill(32)
  padded.set(masked)
  return padded
}

function add(sums: MaskingCounters['patterns'], counts: MaskingCounters['patterns']): MaskingCounters['patterns'] {
  for (const [name, count] of Object.entries(counts) as [SecretPattern, number][]) sums[name] = (sums[name] ?? 0) + count
  return sums
}
