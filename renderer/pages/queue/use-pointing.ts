import { useMemo, useRef } from 'react'

const rest = 3_000

/** Whether the analyst is pointing into an element just now: a list must not move under the pointer. */
export function usePointing() {
  const last = useRef(0)
  return useMemo(
    () => ({
      pointing: () => Date.now() - last.current < rest,
      /** The analyst asked for the list to move. */
      forget: () => {
        last.current = 0
      },
      watch: {
        onPointerMove: () => {
          last.current = Date.now()
        },
        onKeyDown: () => {
          last.current = Date.now()
        },
      },
    }),
    [],
  )
}
