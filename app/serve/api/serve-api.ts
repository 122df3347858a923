import type { ApiService } from '../../contract/api.ts'
import { createLoopbackServer, listenOnLoopback } from '../loopback-server.ts'
import { addApi } from './add-api.ts'
import type { LogRefusal } from './refusal-log.ts'
import type { StreamLimits } from './routes/event-stream.ts'
import { surroundings } from './surroundings.ts'

export interface ApiServerOptions {
  service: ApiService
  /** Port on 127.0.0.1; 0 takes a free one. */
  port: number
  /** Of this launch: opens the documents in a browser, nothing else. */
  token?: string
  log?: LogRefusal
  stream?: Partial<StreamLimits>
}

export type ServeApiResult =
  | {
      kind: 'serving'
      /** What clients are given: `http://127.0.0.1:PORT`. */
      url: string
      /** Opens the documents in a browser; it carries the token of this launch. */
      documents: string
      port: number
      close: () => Promise<void>
    }
  | { kind: 'failed'; message: string }

/** The API without a console around it: what the desktop serves once it is switched on. */
export async function serveApi(options: ApiServerOptions): Promise<ServeApiResult> {
  const { service, log, stream } = options
  const loopback = await createLoopbackServer({ token: options.token, entrance: '/v1/docs/' })
  await addApi(loopback.server, { service, around: surroundings(loopback), log, stream })
  const listening = await listenOnLoopback(loopback, options.port)
  if (listening.kind === 'failed') return listening
  const url = `http://127.0.0.1:${listening.port}`
  return {
    kind: 'serving',
    url,
    documents: `${url}/?token=${loopback.doors.token}`,
    port: listening.port,
    close: () => loopback.server.close(),
  }
}
