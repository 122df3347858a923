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
  log?: LogRefusal
  stream?: Partial<StreamLimits>
}

export type ServeApiResult =
  { kind: 'serving'; url: string; port: number; close: () => Promise<void> } | { kind: 'failed'; message: string }

/** The API without a console around it: what the desktop serves once it is switched on. */
export async function serveApi(options: ApiServerOptions): Promise<ServeApiResult> {
  const { service, log, stream } = options
  const loopback = await createLoopbackServer({})
  await addApi(loopback.server, { service, around: surroundings(loopback), log, stream })
  const listening = await listenOnLoopback(loopback, options.port)
  if (listening.kind === 'failed') return listening
  const { port } = listening
  return { kind: 'serving', url: `http://127.0.0.1:${port}`, port, close: () => loopback.server.close() }
}
