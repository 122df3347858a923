import { useRef, type RefObject } from 'react'
import { useCommand } from '../../keys/use-command.ts'
import { refineRoute, useRoute } from '../../state/route.ts'

/** `j` and `k` walk the rules; with one open beside the list, the next one opens in its place. */
export function useRuleKeys(ids: readonly string[]): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null)
  const buttonOf = (id: string | undefined) => list.current?.querySelector<HTMLElement>(`[data-rule="${CSS.escape(id ?? '')}"]`)
  const move = (step: number) => {
    const { rule } = useRoute.getState().parameters
    const focused = document.activeElement?.getAttribute('data-rule')
    const at = ids.indexOf(focused ?? rule ?? '')
    const next = ids[Math.max(0, Math.min(ids.length - 1, at + step))]
    if (next === undefined) return
    buttonOf(next)?.focus()
    if (rule !== undefined) refineRoute({ rule: next })
  }
  useCommand('list.next', ids.length === 0 ? undefined : () => move(1))
  useCommand('list.previous', ids.length === 0 ? undefined : () => move(-1))
  return list
}
