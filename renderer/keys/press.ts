import { matchKeyBindingPress, parseKeybinding } from 'tinykeys'

/** One press of a sequence; tinykeys' own shape. */
export type Press = ReturnType<typeof parseKeybinding>[number]

/** `g q` → its presses. */
export function pressesOf(keys: string): Press[] {
  return parseKeybinding(keys)
}

/**
 * Whether the press is the one meant. A sign such as `?` or `/` is meant whatever Shift it takes on this
 * keyboard: on some layouts they sit where a US one has a digit.
 */
export function isPress(event: KeyboardEvent, press: Press): boolean {
  if (matchKeyBindingPress(event, press)) return true
  const [modifiers, key] = press
  return isSign(key) && event.shiftKey && matchKeyBindingPress(event, [[...modifiers, 'Shift'], key])
}

/** The press as text that `pressesOf` reads back; unset for a modifier alone. */
export function textOfPress(event: KeyboardEvent, mac: boolean): string | undefined {
  if (modifierKeys.includes(event.key) || event.key === 'Dead') return undefined
  const key = event.key === ' ' ? 'Space' : event.key === '+' ? event.code : event.key.length === 1 ? event.key.toLowerCase() : event.key
  const command = mac ? event.metaKey : event.ctrlKey
  const other = mac ? event.ctrlKey && 'Control' : event.metaKey && 'Meta'
  const shift = event.shiftKey && !isSign(key) && 'Shift'
  return [command && '$mod', other, event.altKey && 'Alt', shift, key].filter(Boolean).join('+')
}

/** What stands on the key caps: `$mod+k` → `Ctrl K`, `g q` → `G` then `Q`. */
export function capsOf(keys: string, mac: boolean): string[][] {
  return keys.split(' ').map((press) => press.split(/\b\+/).map((part) => capOf(part, mac)))
}

export function onMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}

const modifierKeys = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Fn', 'NumLock']
const caps: Record<string, string> = { Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→' }

function capOf(part: string, mac: boolean): string {
  if (part === '$mod') return mac ? '⌘' : 'Ctrl'
  return caps[part] ?? (part.length === 1 ? part.toUpperCase() : part)
}

function isSign(key: string | RegExp): boolean {
  return typeof key === 'string' && key.length === 1 && !/[\p{L}\p{N}]/u.test(key)
}
