/** FNV-1a over UTF-16 code units (Fowler, Noll, Vo): short, and the same on every host, which a `Map`'s own hash is not. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
