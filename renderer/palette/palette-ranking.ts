import { defaultFilter } from 'cmdk'
import type { PaletteEntry, PaletteGroup } from './palette-entries.ts'

/**
 * What fits the typed text, the best first: groups by their best entry, entries within. cmdk itself leaves groups where
 * they are, so that Enter would run whatever fits in the first of them.
 */
export function rankEntries(groups: readonly PaletteGroup[], text: string): PaletteGroup[] {
  const typed = text.trim()
  if (typed === '') return [...groups]
  return groups
    .map(({ title, entries }) => {
      const ranked = entries
        .map((entry) => ({ entry, score: scoreOf(entry, title, typed) }))
        .filter(({ score }) => score > 0)
        .sort((one, other) => other.score - one.score)
      return { title, entries: ranked.map(({ entry }) => entry), best: ranked[0]?.score ?? 0 }
    })
    .filter(({ best }) => best > 0)
    .sort((one, other) => other.best - one.best)
    .map(({ title, entries }) => ({ title, entries }))
}

/** Below anything that fits at all. */
const last = Number.MIN_VALUE

function scoreOf({ title, keywords, always }: PaletteEntry, group: string, typed: string): number {
  if (always === true) return last
  if (title.toLowerCase() === typed.toLowerCase()) return 2
  return Math.max(defaultFilter(title, typed), defaultFilter(title, typed, [group, ...(keywords ?? [])]) / 2)
}
