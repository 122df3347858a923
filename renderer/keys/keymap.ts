import type { CommandDefinition, Place } from './command.ts'
import { commands } from './commands.ts'
import type { Binding } from './sequence.ts'

/** Keys of a command: the analyst's own, else the default ones. */
export function keysOf(command: CommandDefinition, chosen: Record<string, string[]>): readonly string[] {
  return chosen[command.id] ?? command.keys
}

export function bindingsOf(chosen: Record<string, string[]>, only: (id: string) => boolean = () => true): Binding[] {
  return commands
    .filter((command) => only(command.id))
    .flatMap((command) => keysOf(command, chosen).map((keys) => ({ command: command.id, keys })))
}

/** Commands that could not be told apart from `command` if it had these keys. */
export function conflictsOf(command: CommandDefinition, keys: string, chosen: Record<string, string[]>): CommandDefinition[] {
  return commands.filter(
    (other) =>
      other.id !== command.id && overlap(other.place, command.place) && keysOf(other, chosen).some((others) => clash(others, keys)),
  )
}

/** The choice after giving `keys` to `command` and taking them from whoever else had them. */
export function rebind(command: CommandDefinition, keys: string, chosen: Record<string, string[]>): Record<string, string[]> {
  const next = { ...chosen, [command.id]: [keys] }
  for (const other of conflictsOf(command, keys, chosen)) next[other.id] = keysOf(other, chosen).filter((others) => !clash(others, keys))
  return next
}

/** Equal, or one begins the other: the shorter would always win. */
function clash(first: string, second: string): boolean {
  const [one, two] = [`${first.toLowerCase()} `, `${second.toLowerCase()} `]
  return one.startsWith(two) || two.startsWith(one)
}

function overlap(first: Place, second: Place): boolean {
  return first === second || first === 'everywhere' || second === 'everywhere'
}
