import { useMemo } from 'react'
import { commandGroups } from '../keys/command.ts'
import { commands } from '../keys/commands.ts'
import { handlerOf, useHandlers } from '../keys/handlers.ts'
import { keysOf } from '../keys/keymap.ts'
import { writeEventFilters } from '../query/event-filter.ts'
import { showOnly } from '../query/record-view.ts'
import { setFlag, useFlags } from '../state/flags.ts'
import { usePreferences } from '../state/preferences.ts'
import { goTo } from '../state/route.ts'
import { useRequest } from '../state/use-request.ts'

export interface PaletteEntry {
  id: string
  title: string
  keywords?: string[]
  keys?: string | undefined
  /** Offered whatever is typed. */
  always?: boolean
  run: () => void
}
export interface PaletteGroup {
  title: string
  entries: PaletteEntry[]
}

/** What can be done just now: the commands on offer, the flags, the rules, and what to do with the typed text itself. */
export function usePaletteEntries(text: string): PaletteGroup[] {
  const handlers = useHandlers((state) => state.handlers)
  const chosen = usePreferences(({ keys }) => keys)
  const flags = useFlags((state) => state.flags)
  const profiles = useRequest('profiles.list', {})[0].output?.profiles
  return useMemo(() => {
    const offered = commands.filter(({ id }) => id !== 'palette' && handlers.has(id))
    const groups: PaletteGroup[] = commandGroups.map((group) => ({
      title: group,
      entries: offered
        .filter((command) => command.group === group)
        .map((command) => ({
          id: command.id,
          title: command.title,
          keys: keysOf(command, chosen)[0],
          run: () => handlerOf(command.id, false)?.run(),
        })),
    }))
    // Whoever opens the palette and presses Enter must not undo something by that.
    const undoing = groups.findIndex(({ entries }) => entries.length > 0)
    if (groups[undoing]?.entries[0]?.id === 'undo') groups.push(...groups.splice(undoing, 1))
    groups.push({
      title: 'Flags',
      entries: (flags ?? []).map(({ name, enabled }) => ({
        id: `flag.${name}`,
        title: `Switch ${name} ${enabled ? 'off' : 'on'}`,
        run: () => void setFlag(name, { enabled: !enabled }),
      })),
    })
    groups.push({
      title: 'Rules',
      entries: (profiles ?? []).map(({ anomaly_type, title }) => ({
        id: `rule.${anomaly_type}`,
        title,
        run: () => goTo('rules', { rule: anomaly_type }),
      })),
    })
    const typed = text.trim()
    if (typed !== '') groups.push({ title: 'Search', entries: searches(typed) })
    return groups.filter(({ entries }) => entries.length > 0)
  }, [handlers, chosen, flags, profiles, text])
}

function searches(text: string): PaletteEntry[] {
  return [
    {
      id: 'search.queue',
      title: `Search events for “${text}”`,
      always: true,
      run: () => goTo('queue', { q: writeEventFilters([{ field: 'text', value: text, negated: false }]) }),
    },
    { id: 'search.live', title: `Search records for “${text}”`, always: true, run: () => showOnly({ kind: 'text', text, negated: false }) },
  ]
}
