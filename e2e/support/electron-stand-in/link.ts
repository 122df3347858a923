import type { Call, FromMain, Question, Report, ToMain } from './messages.ts'

/** The main process's end of the channel to the test. */
type Handler<Kind extends ToMain['kind']> = (message: Extract<ToMain, { kind: Kind }>) => void
const handlers: { [Kind in ToMain['kind']]?: Handler<Kind> } = {}
const answers: { [Kind in Question['kind']]?: (question: Extract<Question, { kind: Kind }>) => unknown } = {}
const calls: Call[] = []
export const state = { ready: false, enginePid: undefined as number | undefined }

export function tell(message: FromMain): void {
  if (process.connected) process.send?.(message)
}

export function onTest<Kind extends ToMain['kind']>(kind: Kind, handler: Handler<Kind>): void {
  handlers[kind] = handler as never
}

export function onQuestion<Kind extends Question['kind']>(
  kind: Kind,
  answer: (question: Extract<Question, { kind: Kind }>) => unknown,
): void {
  answers[kind] = answer as never
}

/** Notes a call of the app for the security specs. What cannot be cloned (functions) is noted as its type. */
export function note(name: string, ...args: unknown[]): void {
  const plain = args.map((arg) => (typeof arg === 'function' ? '[function]' : (JSON.parse(JSON.stringify(arg ?? null)) as unknown)))
  calls.push({ name, args: plain, ready: state.ready })
}

onTest('ask', ({ id, question }) => {
  const answer = answers[question.kind] as ((question: Question) => unknown) | undefined
  void Promise.resolve(answer?.(question)).then((value) => tell({ kind: 'answer', id, value }))
})
onQuestion('report', (): Report => ({ calls, enginePid: state.enginePid }))

export function listenToTest(): void {
  process.on('message', (message: ToMain) => (handlers[message.kind] as Handler<ToMain['kind']> | undefined)?.(message as never))
  // The test ended without saying so: nobody could see this app any more.
  process.on('disconnect', () => process.exit(1))
}
