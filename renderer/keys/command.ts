/** Where a command can be meant. Keys may be used twice only where two commands can never be meant at once. */
export type Place = 'everywhere' | 'list' | 'verdict'

export interface CommandDefinition {
  id: string
  title: string
  group: CommandGroup
  place: Place
  /** Default keys, in tinykeys' notation: `Shift+f`, `$mod+k`, `g q`. Several are alternatives. */
  keys: readonly string[]
  /** Works while text is being typed too. */
  inInputs?: true
}

export const commandGroups = ['Move', 'Triage', 'Verdict', 'Filter', 'Set up', 'Go to', 'Window'] as const
export type CommandGroup = (typeof commandGroups)[number]
