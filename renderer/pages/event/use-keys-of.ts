import { commandOf, type CommandId } from '../../keys/commands.ts'
import { keysOf } from '../../keys/keymap.ts'
import { usePreferences } from '../../state/preferences.ts'

/** The first keys of a command as the analyst has them, for a hint on a button. */
export function useKeysOf(): (id: CommandId) => string | undefined {
  const chosen = usePreferences(({ keys }) => keys)
  return (id) => {
    const command = commandOf(id)
    return command === undefined ? undefined : keysOf(command, chosen)[0]
  }
}
