import type { MaskingRules, SecretPattern } from '../../model/masking.ts'
import { mask } from './sensitive-keys.ts'
import type { FoundSecret } from './secret-match.ts'
import { patternDefinitions, type PatternDefinition } from './secret-patterns.ts'
import { buildAutomaton, digitRun, type TriggerAutomaton } from './trigger-automaton.ts'

export interface TextMasker {
  /** The same object where nothing is found. */
  mask(bytes: Uint8Array): Uint8Array
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
  /** By index of the automaton's triggers. */
  private readonly triggers: { definition: PatternDefinition; length: number }[]
  private readonly encoder = new TextEncoder()
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  constructor(definitions: readonly PatternDefinition[]) {
    const triggers = definitions.flatMap((definition) => definition.triggers.map((trigger) => ({ definition, trigger })))
    this.automaton = buildAutomaton(triggers.map(({ trigger }) => trigger))
    this.triggers = triggers.map(({ definition, trigger }) => ({ definition, length: trigger === digitRun ? 1 : trigger.length }))
  }

  mask(bytes: Uint8Array): Uint8Array {
    if (this.triggers.length === 0 || !this.hasTrigger(bytes)) return bytes
    let masked = bytes
    for (let round = 0; round < mostRounds; round += 1) {
      const secrets = this.findSecrets(masked)
      if (secrets.length === 0) break
      masked = replaceSecrets(masked, secrets)
    }
    return masked
  }

  maskText(text: string): string {
    const bytes = this.encoder.encode(text)
    const masked = this.mask(bytes)
    return masked === bytes ? text : this.decoder.decode(masked)
  }

  /** The whole cost of a line without secrets: kept so small that it is compiled to a few instructions a byte. */
  private hasTrigger(bytes: Uint8Array): boolean {
    const { classes, next, start, firstFound } = this.automaton
    let state = start
    for (let at = 0; at < bytes.length; at += 1) {
      state = next[state + (classes[bytes[at] as number] as number)] as number
      if (state >= firstFound) return true
    }
    return false
  }

  private findSecrets(bytes: Uint8Array): FoundSecret[] {
    const { classes, next, start, firstFound, found } = this.automaton
    const secrets: FoundSecret[] = []
    const tried = new Map<PatternDefinition, number>()
    let floor = 0
    let state = start
    for (let at = 0; at < bytes.length; at += 1) {
      state = next[state + (classes[bytes[at] as number] as number)] as number
      if (state < firstFound) continue
      for (const index of found(state)) {
        const { definition, length } = this.triggers[index] as (typeof this.triggers)[number]
        const from = at + 1 - length
        if (from < floor || from < (tried.get(definition) ?? 0)) continue
        const match = definition.match(bytes, from, at + 1, floor)
        if (match.kind === 'none') {
          if (match.until !== undefined) tried.set(definition, match.until)
          continue
        }
        this.counts[definition.name] = (this.counts[definition.name] ?? 0) + 1
        secrets.push(match)
        floor = match.to
        at = match.to - 1
        state = start
        break
      }
    }
    return secrets
  }
}

const maskBytes = new TextEncoder().encode(mask)

function replaceSecrets(bytes: Uint8Array, secrets: readonly FoundSecret[]): Uint8Array {
  const replacements = secrets.map(({ replacement }) => (replacement === undefined ? maskBytes : new TextEncoder().encode(replacement)))
  const growth = secrets.reduce((sum, { from, to }, index) => sum + (replacements[index] as Uint8Array).length - (to - from), 0)
  const masked = new Uint8Array(bytes.length + growth)
  let read = 0
  let written = 0
  for (const [index, { from, to }] of secrets.entries()) {
    masked.set(bytes.subarray(read, from), written)
    written += from - read
    masked.set(replacements[index] as Uint8Array, written)
    written += (replacements[index] as Uint8Array).length
    read = to
  }
  masked.set(bytes.subarray(read), written)
  return masked
}
