/** A path of the API at the address that the engine tells. */
export function apiAddress(url: string, path: string): string {
  return new URL(`/v1${path}`, url).href
}

/** A line for a shell that asks for one decision. The text is quoted for a POSIX shell. */
export function curlLine(url: string, token: string): string {
  return [
    `curl -sS ${quoted(apiAddress(url, '/evaluate'))}`,
    `-H ${quoted(`Authorization: Bearer ${token}`)}`,
    `-H ${quoted('Content-Type: application/json')}`,
    `-d ${quoted('{"type":"path_probing","metadata":{"path":"/admin"}}')}`,
  ].join(' ')
}

/** For a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
