import type { Answer } from '../contract/console.ts'
import type { ContractError } from '../contract/protocol.ts'
import { requests, type RequestName } from '../contract/requests.ts'
import { ReaderClosed } from '../pipeline/reader-client.ts'
import { handlers } from './answers/index.ts'
import { RequestFailure, type Handler, type HandlerContext } from './handler.ts'

/** Checks a request against the contract and has it answered; the same for every wire. */
export async function answerRequest(name: string, input: unknown, context: HandlerContext): Promise<Answer> {
  if (!Object.hasOwn(requests, name)) return fail({ kind: 'unknown_request', message: `There is no request "${name}".` })
  const parsed = requests[name as RequestName].input.safeParse(input)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    return fail({ kind: 'invalid_input', message: `${name} was asked wrongly.`, issues })
  }
  try {
    const handler = handlers[name as RequestName] as Handler<RequestName>
    const output = await handler(parsed.data as never, context)
    return context.signal.aborted ? fail({ kind: 'cancelled', message: 'Cancelled.' }) : { kind: 'response', output }
  } catch (error) {
    if (error instanceof RequestFailure) return fail(error.error)
    // A window that went away takes its question with it.
    if (context.signal.aborted) return fail({ kind: 'cancelled', message: 'Cancelled.' })
    if (error instanceof ReaderClosed) return fail({ kind: 'unavailable', message: 'This store is being closed.' })
    const message = error instanceof Error ? error.message : String(error)
    context.engine.platform.log({ level: 'error', message: `${name} failed`, error: error instanceof Error ? error.stack : message })
    return fail({ kind: 'internal', message: `${name} failed: ${message}` })
  }
}

function fail(error: ContractError): Answer {
  return { kind: 'failure', error }
}
