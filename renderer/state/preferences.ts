import { create } from 'zustand'

export type Theme = 'system' | 'dark' | 'light'
export type Density = 'compact' | 'normal' | 'comfortable'
export type TimeZoneChoice = 'local' | 'utc'

/** Row height of each density, in CSS pixels (DESIGN section 8). */
export const rowHeights: Record<Density, number> = { compact: 28, normal: 36, comfortable: 44 }

/** How this analyst likes the window; kept in the browser, never sent anywhere. */
export interface Preferences {
  theme: Theme
  density: Density
  timeZone: TimeZoneChoice
  /** Table → its visible columns, in order. */
  columns: Record<string, string[]>
  /** Table → column → its width in CSS pixels, for those that were dragged. */
  columnWidths: Record<string, Record<string, number>>
  /** Share of the window's width that the flyout takes, 0 to 1. */
  flyoutWidth: number
  /** Command → keys that replace its default ones; an empty list leaves it without. */
  keys: Record<string, string[]>
}

export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'normal',
  timeZone: 'local',
  columns: {},
  columnWidths: {},
  flyoutWidth: 0.4,
  keys: {},
}

export const usePreferences = create<Preferences>(() => defaultPreferences)

export function setPreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change)
}

const storageKey = 'vedette.preferences'
type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

/** Reads what was kept, keeps every change, and shows it on the root element (`data-theme`, `data-density`). */
export function startPreferences(root: HTMLElement, storage: Storage, dark: MediaQueryList): () => void {
  usePreferences.setState(readPreferences(storage))
  const show = () => {
    const { theme, density } = usePreferences.getState()
    root.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
    root.dataset.density = density
  }
  show()
  dark.addEventListener('change', show)
  const stop = usePreferences.subscribe((preferences) => {
    show()
    try {
      storage.setItem(storageKey, JSON.stringify(preferences))
    } catch {
      // Storage is full or forbidden: the choice holds until the window closes.
    }
  })
  return () => {
    stop()
    dark.removeEventListener('change', show)
  }
}

/** What was kept, each value only if it still is one this version knows. */
export function readPreferences(storage: Pick<Storage, 'getItem'>): Preferences {
  const kept = parse(storage.getItem(storageKey))
  const pick = <Value>(value: unknown, allowed: readonly Value[], otherwise: Value): Value =>
    allowed.includes(value as Value) ? (value as Value) : otherwise
  const width = kept.flyoutWidth
  return {
    theme: pick(kept.theme, ['system', 'dark', 'light'], defaultPreferences.theme),
    density: pick(kept.density, ['compact', 'normal', 'comfortable'], defaultPreferences.density),
    timeZone: pick(kept.timeZone, ['local', 'utc'], defaultPreferences.timeZone),
    columns: listsOf(kept.columns),
    columnWidths: widthsOf(kept.columnWidths),
    flyoutWidth: typeof width === 'number' && width >= 0.2 && width <= 0.8 ? width : defaultPreferences.flyoutWidth,
    keys: listsOf(kept.keys),
  }
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function listsOf(value: unknown): Record<string, string[]> {
  if (typeof value !== 'object' || value === null) return {}
  const isList = (list: unknown): list is string[] => Array.isArray(list) && list.every((item) => typeof item === 'string')
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string[]] => isList(entry[1])))
}

function widthsOf(value: unknown): Record<string, Record<string, number>> {
  if (typeof value !== 'object' || value === null) return {}
  const isWidths = (widths: unknown): widths is Record<string, number> =>
    typeof widths === 'object' && widths !== null && Object.values(widths).every((width) => typeof width === 'number' && width >= 20)
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Record<string, number>] => isWidths(entry[1])))
}
