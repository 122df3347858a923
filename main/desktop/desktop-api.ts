import { createApiService, type Engine } from '../../app/engine.ts'
import type { LogLine } from '../log.ts'

/** The API for applications on loopback, where vedette.yml switches it on: the window itself needs no port. Call the result to end it. */
export async function serveDesktopApi(engine: Engine, log: (line: LogLine) => void): Promise<() => Promise<void>> {
  if (!engine.apiEnabled()) return () => Promise.resolve()
  // A desktop that serves nothing need not load what would.
  const { serveApi } = await import('../../app/serve/api/serve-api.ts')
  const served = await serveApi({ service: createApiService(engine), port: engine.config.server.port, log })
  if (served.kind === 'failed') {
    engine.problems.report('api', `The API for applications is not served: ${served.message}`)
    return () => Promise.resolve()
  }
  engine.apiUrl = served.url
  return served.close
}
