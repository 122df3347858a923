import { maskingSchema } from '../../model/config.ts'
import type { MaskingRules } from '../../model/masking.ts'

/** What stands where a sensitive value stood. */
export const mask = '***'

/** Parts of key names whose values are never kept; the default of `masking.fragments`. */
export const sensitiveFragments: readonly string[] = maskingSchema.parse({}).fragments

/** The fragment for which a key is sensitive. */
export type KeyFinder = (key: string) => string | undefined

/** Keys come again and again; those that an application makes up do not fill the memory. */
const mostRemembered = 4096
const longestRemembered = 200

export function createKeyFinder(rules: Pick<MaskingRules, 'fragments' | 'exempt_keys'>): KeyFinder {
  const fragments = rules.fragments.map((fragment) => ({ fragment, name: normalizeKey(fragment) })).filter(({ name }) => name !== '')
  const exempt = new Set(rules.exempt_keys.map(normalizeKey))
  const remembered = new Map<string, string | undefined>()
  return (key) => {
    const known = remembered.get(key)
    if (known !== undefined || remembered.has(key)) return known
    const name = normalizeKey(key)
    const fragment = exempt.has(name) ? undefined : fragments.find((each) => name.includes(each.name))?.fragment
    if (key.length <= longestRemembered) {
      if (remembered.size >= mostRemembered) remembered.clear()
      remembered.set(key, fragment)
    }
    return fragment
  }
}

const findDefault = createKeyFinder({ fragments: sensitiveFragments, exempt_keys: [] })

export function isSensitiveKey(key: string): boolean {
  return findDefault(key) !== undefined
}

function normalizeKey(key: string): string {
  return key.toLowerCase().replaceAll('-', '_')
}
