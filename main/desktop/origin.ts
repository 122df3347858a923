/** The window's own origin: a scheme of ours, so that no other page can share it. */
export const scheme = 'app'
const host = 'vedette'
export const windowAddress = `${scheme}://${host}/index.html`

/**
 * True for the window's own pages. Compared piece by piece on the parsed address: `URL.origin` is the text "null"
 * for schemes that Node does not know, and a substring is found in hostile addresses as well.
 */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === `${scheme}:` && url.host === host && url.username === '' && url.password === ''
}
