import { create } from 'zustand'
import type { CommandId } from './commands.ts'

export interface Handler {
  run: () => void
  /** Belongs to a dialog: works while the focus is in one, where all others rest. */
  inDialog: boolean
}

/** What each command does just now; the newest on screen goes first. One without a handler is not on offer. */
export const useHandlers = create<{ handlers: ReadonlyMap<string, readonly Handler[]> }>(() => ({ handlers: new Map() }))

/** Returns the function that takes the handler away again. */
export function addHandler(id: CommandId, handler: Handler): () => void {
  change(id, (handlers) => [...handlers, handler])
  return () => change(id, (handlers) => handlers.filter((other) => other !== handler))
}

export function handlerOf(id: string, inDialog: boolean): Handler | undefined {
  return useHandlers
    .getState()
    .handlers.get(id)
    ?.findLast((handler) => handler.inDialog || !inDialog)
}

/** False when nothing on screen can do it. */
export function runCommand(id: CommandId): boolean {
  const handler = handlerOf(id, false)
  handler?.run()
  return handler !== undefined
}

function change(id: string, update: (handlers: readonly Handler[]) => readonly Handler[]): void {
  useHandlers.setState(({ handlers }) => {
    const next = new Map(handlers)
    const list = update(handlers.get(id) ?? [])
    if (list.length > 0) next.set(id, list)
    else next.delete(id)
    return { handlers: next }
  })
}
