import type { Settings } from '../../../app/model/config.ts'
import { secretPatterns, type SecretPattern } from '../../../app/model/masking.ts'
import { linesOf } from './settings-draft.ts'

/** Masking as a person edits it: a fragment or a key a line, each pattern on or off. */
export interface MaskingDraft {
  fragments: string
  exempt: string
  patterns: Record<SecretPattern, boolean>
}

export function maskingDraftOf({ fragments, exempt_keys, patterns }: Settings['masking']): MaskingDraft {
  return {
    fragments: fragments.join('\n'),
    exempt: exempt_keys.join('\n'),
    patterns: Object.fromEntries(secretPatterns.map((name) => [name, patterns[name] ?? true])) as MaskingDraft['patterns'],
  }
}

/** The section as the draft has it; undefined when it is as before. What is on is left out: that is the default. */
export function maskingChangeOf(draft: MaskingDraft, before: Settings['masking']): Settings['masking'] | undefined {
  const off = secretPatterns.filter((name) => !draft.patterns[name])
  const wanted = {
    fragments: distinct(linesOf(draft.fragments)),
    exempt_keys: distinct(linesOf(draft.exempt)),
    patterns: Object.fromEntries(off.map((name) => [name, false])),
  }
  const { fragments, exempt, patterns } = maskingDraftOf(before)
  const same = JSON.stringify([linesOf(fragments), linesOf(exempt), secretPatterns.filter((name) => !patterns[name])])
  return JSON.stringify([wanted.fragments, wanted.exempt_keys, off]) === same ? undefined : wanted
}

/** The draft with one more key that is kept. */
export function keepingKey(draft: MaskingDraft, key: string): MaskingDraft {
  return { ...draft, exempt: distinct([...linesOf(draft.exempt), key]).join('\n') }
}

function distinct(lines: readonly string[]): string[] {
  return [...new Set(lines)]
}
