import { create } from 'zustand'
import { notify, dismissNotice } from './notices.ts'

interface Undoable {
  label: string
  run: () => Promise<unknown> | unknown
  notice: number
}
const most = 50

/** What `z` takes back, newest last. */
export const useUndo = create<{ steps: Undoable[] }>(() => ({ steps: [] }))

/** Remembers how to take something back, and says so in a toast with an Undo button. */
export function offerUndo(label: string, run: Undoable['run']): void {
  const step: Undoable = { label, run, notice: 0 }
  step.notice = notify({ tone: 'success', title: label, undo: () => takeBack(step) })
  useUndo.setState(({ steps }) => ({ steps: [...steps, step].slice(-most) }))
}

/** Takes back the newest step. False when there is none. */
export function undoLast(): boolean {
  const step = useUndo.getState().steps.at(-1)
  if (step === undefined) return false
  takeBack(step)
  return true
}

/** Forgets every step: another store is shown, where they would mean something else. */
export function forgetUndo(): void {
  useUndo.setState({ steps: [] })
}

function takeBack(step: Undoable): void {
  if (!useUndo.getState().steps.includes(step)) return
  useUndo.setState(({ steps }) => ({ steps: steps.filter((other) => other !== step) }))
  dismissNotice(step.notice)
  void step.run()
}
