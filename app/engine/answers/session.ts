import type { Hello } from '../../contract/session.ts'
import type { Engine } from '../../engine.ts'
import { RequestFailure, type Handlers } from '../handler.ts'

/** Kept in the console's settings once the first-run question is answered. */
export const firstRunKey = 'first_run_finished'

export const session: Handlers<'session'> = {
  'session.hello': (_input, { engine }) => greet(engine),
  'session.view': async ({ store }, { view }) => {
    const viewed = await view(store)
    switch (viewed.kind) {
      case 'viewed':
        return viewed.hello
      case 'absent':
        throw new RequestFailure({ kind: 'unavailable', message: 'There is no SAMPLE store yet: replay the sample day first.' })
      case 'failed':
        throw new RequestFailure({
          kind: 'unavailable',
          message: `The SAMPLE store cannot be opened: ${viewed.message} Replay the sample day again, or delete it.`,
        })
    }
  },
}

export const firstRun: Handlers<'firstRun'> = {
  'firstRun.finish': async ({ detection, alerting }, { engine, who }) => {
    const context = { who, at: Date.now() }
    // Where flags come from a provider outside the answer changes nothing, and the Flags page says so.
    await engine.setFlag('ANOMALY_DETECTION_ENABLED', { enabled: detection }, context)
    await engine.setFlag('ANOMALY_ALERTING_ENABLED', { enabled: alerting }, context)
    engine.console.setSetting(firstRunKey, true)
    return {}
  },
}

export function greet(engine: Engine): Hello {
  return {
    version: engine.platform.version,
    host: engine.platform.host,
    user: engine.user(),
    home: engine.home.directory,
    first_run: engine.console.setting(firstRunKey) !== true && !engine.sample,
    sample: engine.sample,
    started_at: engine.startedAt,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}
