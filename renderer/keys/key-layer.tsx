import { useEffect } from 'react'
import { addHandler } from './handlers.ts'
import { listenToKeys } from './listen.ts'
import { windowCommands } from './window-commands.ts'

/** Makes the keys work, and the commands that every page has. Once in the shell; shows nothing. */
export function KeyLayer() {
  useEffect(() => {
    const stops = windowCommands.map(([id, run]) => addHandler(id, { run, inDialog: false }))
    stops.push(listenToKeys(window))
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  return null
}
