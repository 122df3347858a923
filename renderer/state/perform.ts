import type { RequestInput, RequestName, RequestOutput } from '../../app/contract/requests.ts'
import { request } from './connection.ts'
import { notifyFailure } from './notices.ts'

/** Sends a request that changes something; a failure becomes a toast titled `failure`. Unset when it failed. */
export async function perform<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
  failure: string,
): Promise<RequestOutput<Name> | undefined> {
  const answer = await request(name, input)
  if (answer.kind === 'ok') return answer.output
  notifyFailure(failure, answer.error)
  return undefined
}
