/** Where the keyboard stands in a grid: on a whole row (`column` −1) or on one of its cells. */
export interface GridPosition {
  row: number
  column: number
}

/** The position after a key, by the ARIA grid pattern; unset for a key that does not move. */
export function moveByKey(key: string, at: GridPosition, size: { rows: number; columns: number; page: number }): GridPosition | undefined {
  const row = (next: number) => ({ ...at, row: Math.max(0, Math.min(size.rows - 1, next)) })
  switch (key) {
    case 'ArrowDown':
      return row(at.row + 1)
    case 'ArrowUp':
      return row(at.row - 1)
    case 'PageDown':
      return row(at.row + size.page)
    case 'PageUp':
      return row(at.row - size.page)
    case 'Home':
      return row(0)
    case 'End':
      return row(size.rows - 1)
    case 'ArrowRight':
      return { ...at, column: Math.min(size.columns - 1, at.column + 1) }
    case 'ArrowLeft':
      return { ...at, column: Math.max(-1, at.column - 1) }
    default:
      return undefined
  }
}

/** The selection with everything between two rows added, both included. */
export function selectRange(ids: readonly string[], from: string | undefined, to: string, selected: ReadonlySet<string>): Set<string> {
  const end = ids.indexOf(to)
  const start = from === undefined ? -1 : ids.indexOf(from)
  const range = start === -1 ? [to] : ids.slice(Math.min(start, end), Math.max(start, end) + 1)
  return new Set([...selected, ...range])
}

export function toggled(selected: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(selected)
  if (!next.delete(id)) next.add(id)
  return next
}
