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

let underway = 0
let settled: Promise<unknown> = Promise.resolve()

/**
 * A change that will offer its undo once the engine has answered. The push that shows its effect may come first, and
 * whoever presses `z` on seeing it means this change.
 */
export function awaitStep<Output>(change: Promise<Output>): Promise<Output> {
  underway += 1
  settled = Promise.allSettled([settled, change]).then(() => {
    underway -= 1
  })
  return change
}

/**
 * Takes back the newest step, of a change that is still underway as soon as it is made; when that fails, none before it. False
 * when there is none.
 */
export function undoLast(): boolean {
  if (underway > 0) {
    const { steps } = useUndo.getState()
    void settled.then(() => {
      const newest = useUndo.getState().steps.at(-1)
      if (newest !== undefined && !steps.includes(newest)) takeBack(newest)
    })
    return true
  }
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
