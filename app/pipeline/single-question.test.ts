import { afterEach, expect, test } from 'vitest'
import type { CancelFlag } from './question-messages.ts'
import { SingleQuestion } from './single-question.ts'

interface Data {
  /** What the thread runs. */
  script: string
  cancel: CancelFlag
}
type Outcome = { kind: 'answer'; answer: number }

/** A thread that runs what it is asked, with `say` and `cancelled` at hand. */
const thread = `
  import { parentPort, workerData } from 'node:worker_threads'
  const say = (message) => parentPort.postMessage(message)
  const cancelled = () => Atomics.load(workerData.cancel, 0) !== 0
  new Function('say', 'cancelled', workerData.script)(say, cancelled)
`
const untilCancelled = `say({ kind: 'progress', fraction: 0.5 }); while (!cancelled()); say({ kind: 'cancelled' })`
const answering = (answer: number) => ({ script: `say({ kind: 'answer', answer: ${answer} })` })
let questions: SingleQuestion<Data, Outcome>

function open(): SingleQuestion<Data, Outcome> {
  questions = new SingleQuestion(new URL(`data:text/javascript,${encodeURIComponent(thread)}`), 'test')
  return questions
}

afterEach(async () => {
  await questions.close()
})

test('an answer comes with its progress before it', async () => {
  const fractions: number[] = []
  const script = `say({ kind: 'progress', fraction: 0.25 }); say({ kind: 'progress', fraction: 0.75 }); say({ kind: 'answer', answer: 7 })`
  const answer = await open().ask({ script }, { onProgress: (fraction) => fractions.push(fraction) })
  expect(answer).toEqual({ kind: 'answer', answer: 7 })
  expect(fractions).toEqual([0.25, 0.75])
})

test('questions take turns, in the order they were asked', async () => {
  open()
  const order: number[] = []
  await Promise.all([1, 2, 3].map(async (number) => order.push(((await questions.ask(answering(number))) as Outcome).answer)))
  expect(order).toEqual([1, 2, 3])
})

test('what a thread fails of is told, and the next question is answered', async () => {
  open()
  await expect(questions.ask({ script: `say({ kind: 'failed', message: 'the disk is gone' })` })).rejects.toThrow('the disk is gone')
  await expect(questions.ask({ script: `throw new Error('a bug')` })).rejects.toThrow('a bug')
  await expect(questions.ask({ script: '' })).rejects.toThrow('the test thread ended without an answer')
  expect(await questions.ask(answering(1))).toEqual({ kind: 'answer', answer: 1 })
})

test('one that is cancelled answers at once, running or waiting, and holds nobody up', async () => {
  open()
  const running = new AbortController()
  const waiting = new AbortController()
  const never = questions.ask(answering(2), { signal: waiting.signal })
  waiting.abort()
  expect(await never).toEqual({ kind: 'cancelled' })
  expect(await questions.ask({ script: untilCancelled }, { signal: running.signal, onProgress: () => running.abort() })).toEqual({
    kind: 'cancelled',
  })
  expect(await questions.ask(answering(3), { signal: running.signal })).toEqual({ kind: 'cancelled' })
  expect(await questions.ask(answering(4))).toEqual({ kind: 'answer', answer: 4 })
})

test('closing cancels what runs and what waits, and nothing is begun any more', async () => {
  open()
  let begun = () => {}
  const runs = new Promise<void>((resolve) => (begun = resolve))
  const asked = [questions.ask({ script: untilCancelled }, { onProgress: begun }), questions.ask(answering(1))]
  await runs
  await questions.close()
  expect(await Promise.all(asked)).toEqual([{ kind: 'cancelled' }, { kind: 'cancelled' }])
  expect(await questions.ask(answering(2))).toEqual({ kind: 'cancelled' })
})
