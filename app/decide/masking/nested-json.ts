export interface NestedJson {
  value: unknown
  /** Keys in the text, those included that a later one of the same name hides. */
  keys: number
}

/** A text that is an object, a list or a text in JSON; undefined for any other. */
export function readNestedJson(text: string): NestedJson | undefined {
  const begin = text.trimStart()[0]
  if (begin !== '{' && begin !== '[' && begin !== '"') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return { value, keys: countKeys(text) }
  } catch {
    return undefined
  }
}

/** Strings before a colon, in text that is known to be JSON. */
function countKeys(text: string): number {
  let keys = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '"') continue
    at += 1
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    let after = at + 1
    while (isJsonSpace(text.charCodeAt(after))) after += 1
    if (text[after] === ':') keys += 1
    at = after - 1
  }
  return keys
}

function isJsonSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}
