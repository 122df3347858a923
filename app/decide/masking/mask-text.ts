import type { MaskingRules, SecretPattern } from '../../model/masking.ts'
import { mask } from './sensitive-keys.ts'
import type { FoundSecret } from './secret-match.ts'
import { patternDefinitions, type PatternDefinition } from './secret-patterns.ts'
import { buildAutomaton, digitRun, type TriggerAutomaton } from './trigger-automaton.ts'

export interface TextMasker {
  /** The same object where nothing is found. */
  mask(bytes: Uint8Array): Uint8Array
  /** The same, and what the secrets were; undefined where there are none. */
  readSecrets(bytes: Uint8Array): { bytes: Uint8Array; secrets: string[] } | undefined
  maskText(text: string): string
  /** Values masked, by pattern, since the masker was made. */
  readonly counts: Readonly<Partial<Record<SecretPattern, number>>>
}

/** What stands around a masked value may read as a pair only then (`a=***,***=b`); no text needs as many rounds. */
const mostRounds = 4

export function createTextMasker(rules: Pick<MaskingRules, 'patterns'>): TextMasker {
  return new AutomatonMasker(patternDefinitions.filter(({ name }) => rules.patterns.includes(name)))
}

class AutomatonMasker implements TextMasker {
  readonly counts: Partial<Record<SecretPattern, number>> = {}
  private readonly automaton: TriggerAutomaton
  /** Of the automaton, where it last found a trigger. */
  private state = 0
  /** By index of the automaton's triggers. */
  private readonly triggers: { definition: PatternDefinition; length: number }[]
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  constructor(definitions: readonly PatternDefinition[]) {
    const triggers = definitions.flatMap((definition) => definition.triggers.map((trigger) => ({ definition, trigger })))
    this.automaton = buildAutomaton(triggers.map(({ trigger }) => trigger))
    this.triggers = triggers.map(({ definition, trigger }) => ({ definition, length: trigger === digitRun ? 1 : trigger.length }))
  }

  mask(bytes: Uint8Array, found?: Uint8Array[]): Uint8Array {
    if (this.triggers.length === 0) return bytes
    let masked = bytes
    for (let round = 0; round < mostRounds; round += 1) {
      const secrets = this.findSecrets(masked)
      if (secrets === undefined) break
      for (const { from, to } of secrets) found?.push(masked.subarray(from, to))
      masked = replaceSecrets(masked, secrets)
    }
    return masked
  }

  readSecrets(bytes: Uint8Array): { bytes: Uint8Array; secrets: string[] } | undefined {
    const found: Uint8Array[] = []
    const masked = this.mask(bytes, found)
    return masked === bytes ? undefined : { bytes: masked, secrets: [...new Set(found.map((each) => this.decoder.decode(each)))] }
  }

  maskText(text: string): string {
    const bytes = encoder.encode(text)
    const masked = this.mask(bytes)
    return masked === bytes ? text : this.decoder.decode(masked)
  }

  private findSecrets(bytes: Uint8Array): FoundSecret[] | undefined {
    const { start } = this.automaton
    let at = this.findTrigger(bytes, 0, start)
    if (at === bytes.length) return undefined
    const secrets: FoundSecret[] = []
    const tried = new Map<PatternDefinition, number>()
    while (at < bytes.length) {
      const found = this.matchTriggers(bytes, at + 1, secrets.at(-1)?.to ?? 0, tried)
      if (found !== undefined) secrets.push(found)
      at = found === undefined ? this.findTrigger(bytes, at + 1, this.state) : this.findTrigger(bytes, found.to, start)
    }
    return secrets.length === 0 ? undefined : secrets
  }

  /**
   * Where the next trigger ends, `state` telling which; the length where there is none. It is the whole cost of a line
   * without secrets: kept so small that it is compiled to a few instructions a byte.
   */
  private findTrigger(bytes: Uint8Array, from: number, begin: number): number {
    const { classes, next, firstFound } = this.automaton
    let state = begin
    for (let at = from; at < bytes.length; at += 1) {
      state = next[state + (classes[bytes[at] as number] as number)] as number
      if (state < firstFound) continue
      this.state = state
      return at
    }
    return bytes.length
  }

  /** The first secret of those whose triggers end at `to`. Nothing before `floor` is looked for: it is found already. */
  private matchTriggers(bytes: Uint8Array, to: number, floor: number, tried: Map<PatternDefinition, number>): FoundSecret | undefined {
    for (const index of this.automaton.found(this.state)) {
      const { definition, length } = this.triggers[index] as (typeof this.triggers)[number]
      const from = to - length
      if (from < floor || from < (tried.get(definition) ?? 0)) continue
      const match = definition.match(bytes, from, to, floor)
      if (match.kind === 'secret') {
        this.counts[definition.name] = (this.counts[definition.name] ?? 0) + 1
        return match
      }
      if (match.until !== undefined) tried.set(definition, match.until)
    }
    return undefined
  }
}

const encoder = new TextEncoder()
const maskBytes = encoder.encode(mask)

function replaceSecrets(bytes: Uint8Array, secrets: readonly FoundSecret[]): Uint8Array {
  const replacements = secrets.map(({ replacement }) => (replacement === undefined ? maskBytes : encoder.encode(replacement)))
  let length = bytes.length
  for (const [index, { from, to }] of secrets.entries()) length += (replacements[index] as Uint8Array).length - (to - from)
  const masked = new Uint8Array(length)
  let read = 0
  let written = 0
  for (const [index, { from, to }] of secrets.entries()) {
    written = copy(bytes, read, from, masked, written)
    const replacement = replacements[index] as Uint8Array
    written = copy(replacement, 0, replacement.length, masked, written)
    read = to
  }
  copy(bytes, read, bytes.length, masked, written)
  return masked
}

/** A line is short: a loop is faster than a view of its part. */
function copy(source: Uint8Array, from: number, to: number, target: Uint8Array, at: number): number {
  if (to - from > 512) target.set(source.subarray(from, to), at)
  else for (let index = from; index < to; index += 1) target[at + index - from] = source[index] as number
  return at + to - from
}
