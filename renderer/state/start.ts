import type { Connection } from '../connection.ts'
import { startConnection } from './connection.ts'
import { startBlocklist } from './blocklist.ts'
import { startEvents } from './events.ts'
import { startAlerts } from './alerts.ts'
import { startFlags } from './flags.ts'
import { startHealth } from './health.ts'
import { startImports } from './imports.ts'
import { startPreferences } from './preferences.ts'
import { startRoute } from './route.ts'
import { startSample } from './sample.ts'
import { startSession, useSession } from './session.ts'
import { startSources } from './sources.ts'
import { forgetUndo } from './undo.ts'

/** Brings every store to life. The session comes last: its first answer is what the others wait for. */
export function startState(connection: Connection, page: Window): void {
  startPreferences(page.document.documentElement, page.localStorage, page.matchMedia('(prefers-color-scheme: dark)'))
  startRoute(page)
  startConnection(connection)
  startHealth()
  startSources()
  startFlags()
  startEvents()
  startBlocklist()
  startSample()
  startImports()
  startAlerts()
  useSession.subscribe((session, before) => {
    if (session.view !== before.view) forgetUndo()
  })
  startSession()
}
