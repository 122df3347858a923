import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What is safe in a header, a log line and an event. */
const acceptable = /^[A-Za-z0-9._:/+=@-]{1,128}$/

/** The caller's `X-Request-Id`, if it sent one that can be kept. */
export function sentRequestId(headers: IncomingMessage['headers']): string | undefined {
  const sent = headers['x-request-id']
  return typeof sent === 'string' && acceptable.test(sent) ? sent : undefined
}

export function createRequestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  return sentRequestId(headers) ?? randomUUID()
}
