import { usePreferences } from '../state/preferences.ts'
import { commandOf, type CommandId } from './commands.ts'
import { keysOf } from './keymap.ts'

/** The first of a command's keys as the analyst has set them, for a button or a tooltip. Unset when it has none. */
export function useKeys(id: CommandId): string | undefined {
  const chosen = usePreferences(({ keys }) => keys[id])
  const command = commandOf(id)
  return command && keysOf(command, chosen ? { [id]: chosen } : {})[0]
}
