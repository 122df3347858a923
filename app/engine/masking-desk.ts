import { createMasker, type Masker } from '../decide/masking/masker.ts'
import type { MaskingReport, MaskingRules, SecretPattern } from '../model/masking.ts'
import type { MaskingCounters } from '../pipeline/message-masking.ts'

const mostReported = 200
/** Applications make keys up: past these the rare ones are forgotten. */
const mostRemembered = 2000

interface KeyCount {
  key: string
  fragment: string
  count: number
}

/** Masks what events keep by the rules in force, and tells what masking has done: over-masking shows, and can be exempted. */
export class MaskingDesk {
  masker: Masker
  private rules: string
  private keys = new Map<string, KeyCount>()
  /** What maskers of earlier rules have counted. */
  private before: MaskingReport['patterns'] = {}

  constructor(rules: MaskingRules) {
    this.rules = JSON.stringify(rules)
    this.masker = this.createMasker(rules)
  }

  configure(rules: MaskingRules): void {
    const changed = JSON.stringify(rules)
    if (changed === this.rules) return
    this.rules = changed
    this.before = sum(this.before, this.masker.counts)
    this.masker = this.createMasker(rules)
  }

  /** `text`: what the pipeline masked in records. */
  report(text: MaskingCounters = { patterns: {}, records: 0 }): MaskingReport {
    const keys = mostFrequent([...this.keys.values()], mostReported)
    return { patterns: sum(text.patterns, sum(this.before, this.masker.counts)), keys, records: text.records }
  }

  private createMasker(rules: MaskingRules): Masker {
    return createMasker(rules, (key, fragment) => this.count(key.slice(0, 200), fragment))
  }

  private count(key: string, fragment: string): void {
    const name = `${fragment}\n${key}`
    const known = this.keys.get(name)
    if (known !== undefined) known.count += 1
    else this.keys.set(name, { key, fragment, count: 1 })
    if (this.keys.size <= mostRemembered) return
    this.keys = new Map(mostFrequent([...this.keys.values()], mostRemembered / 2).map((each) => [`${each.fragment}\n${each.key}`, each]))
  }
}

function mostFrequent(keys: readonly KeyCount[], most: number): KeyCount[] {
  return keys.toSorted((a, b) => b.count - a.count).slice(0, most)
}

function sum(left: MaskingReport['patterns'], right: MaskingReport['patterns']): MaskingReport['patterns'] {
  const sums = { ...left }
  for (const [name, count] of Object.entries(right) as [SecretPattern, number][]) sums[name] = (sums[name] ?? 0) + count
  return sums
}
