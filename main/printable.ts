/**
 * What others wrote, safe to print: whoever sends a log line chooses its bytes, and a terminal obeys escape sequences.
 * Control characters (C0 but the tab, C1) and marks that turn the direction of writing are shown as `\x1b`, `\u202e`.
 */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0).toString(16)
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`
  })
}
