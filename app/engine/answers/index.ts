import type { RequestName } from '../../contract/requests.ts'
import type { Handler } from '../handler.ts'
import { activity, health, imports, sample } from './desk.ts'
import { blocklist } from './blocklist.ts'
import { datasets } from './datasets.ts'
import { events } from './events.ts'
import { flags } from './flags.ts'
import { profiles } from './profiles.ts'
import { masking } from './masking.ts'
import { models } from './models.ts'
import { records } from './records.ts'
import { retention } from './retention.ts'
import { engines, sandbox } from './sandbox.ts'
import { firstRun, session } from './session.ts'
import { settings } from './settings.ts'
import { signals } from './signals.ts'
import { sources } from './sources.ts'
import { streams } from './streams.ts'
import { tokens } from './tokens.ts'

/** The whole contract, answered; a request without a handler does not compile. */
export const handlers: { [Name in RequestName]: Handler<Name> } = {
  ...session,
  ...firstRun,
  ...records,
  ...events,
  ...activity,
  ...sources,
  ...flags,
  ...profiles,
  ...tokens,
  ...blocklist,
  ...datasets,
  ...retention,
  ...health,
  ...masking,
  ...models,
  ...settings,
  ...streams,
  ...signals,
  ...imports,
  ...sample,
  ...engines,
  ...sandbox,
}
