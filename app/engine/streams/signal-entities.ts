import { keySeparator, wholeKey } from '../../detect/signals/stream-plan.ts'

const part = new RegExp(`(?:^|${keySeparator})("(?:[^"\\\\]|\\\\.)*"(?=${keySeparator}|$)|.*?(?=${keySeparator}|$))`, 'gs')

/** About whom the events of a signal may be: its stream, or a value of its key. To ask for them by name finds them among those of a thousand other signals. */
export function entitiesOf(stream: string, key: string): string[] {
  if (key === wholeKey) return [stream, key]
  const parts = [...key.matchAll(part)].map(([, text = '']) => text)
  return [...new Set([key, ...parts, ...parts.filter((text) => text.startsWith('"')).map(unquote)])]
}

function unquote(text: string): string {
  try {
    return String(JSON.parse(text))
  } catch {
    return text
  }
}
