import { commandOf } from './commands.ts'
import { handlerOf, useHandlers } from './handlers.ts'
import { bindingsOf } from './keymap.ts'
import { createSequencer } from './sequence.ts'
import { usePreferences } from '../state/preferences.ts'

/** Makes the keys work on a page. Returns the function that stops it. */
export function listenToKeys(page: Window): () => void {
  const bindings = () => bindingsOf(usePreferences.getState().keys, (id) => useHandlers.getState().handlers.has(id))
  let bound = bindings()
  let sequence = createSequencer(bound)
  const renew = () => {
    const next = bindings()
    // A page that renders between `g` and `q` must not break the sequence off.
    if (JSON.stringify(next) === JSON.stringify(bound)) return
    bound = next
    sequence = createSequencer(bound)
  }
  const stops = [useHandlers.subscribe(renew), usePreferences.subscribe(renew)]

  const listen = (event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : undefined
    if (event.isComposing || event.defaultPrevented || (target && within(target, ownKeys))) return
    const typing = target !== undefined && isEditable(target)
    // Out of the field first: the next Escape is a key of the page again. A dialog has its own.
    if (typing && event.key === 'Escape' && target instanceof HTMLElement && !within(target, dialog)) return target.blur()
    if (typing && !(event.ctrlKey || event.metaKey)) return
    if (target && (event.key === 'Enter' || event.key === ' ') && within(target, pressable)) return
    const outcome = sequence(event)
    if (outcome.kind === 'ignored') return
    if (outcome.kind === 'run') {
      const handler = handlerOf(outcome.command, target !== undefined && within(target, dialog))
      if (handler === undefined || (typing && !commandOf(outcome.command)?.inInputs)) return
      event.preventDefault()
      return handler.run()
    }
    event.preventDefault()
  }
  page.addEventListener('keydown', listen)
  return () => {
    page.removeEventListener('keydown', listen)
    for (const stop of stops) stop()
  }
}

const dialog = '[role="dialog"], [role="alertdialog"]'
/** What answers every key itself; `data-keys="own"` marks our own such elements. */
const ownKeys = '[role="menu"], [role="listbox"], [data-keys="own"]'
/** What Enter or Space presses. */
const pressable = 'button, a[href], summary, [role="button"], [role="tab"], [role="switch"], [role="checkbox"], [role="slider"]'

function within(target: Element, selector: string): boolean {
  return target.closest(selector) !== null
}

function isEditable(target: Element): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range', 'submit'].includes(target.type)
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  )
}
