import { useEffect, useRef } from 'react'
import type { CommandId } from './commands.ts'
import { addHandler } from './handlers.ts'

/**
 * While this component is on screen, the command (its keys, its line in the palette) does `run`; `undefined`: it
 * cannot be done just now. `inDialog` for components inside a dialog.
 */
export function useCommand(id: CommandId, run: (() => void) | undefined, options: { inDialog?: boolean } = {}): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const offered = run !== undefined
  const inDialog = options.inDialog ?? false
  useEffect(() => {
    if (offered) return addHandler(id, { run: () => latest.current?.(), inDialog })
  }, [id, offered, inDialog])
}
