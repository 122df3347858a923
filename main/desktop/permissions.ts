import type { Session } from 'electron'
import { isOwnAddress } from './origin.ts'

/** Putting text on the clipboard when the analyst presses "copy" is the one thing the window may do beyond its page. */
const granted = 'clipboard-sanitized-write'

/** No camera, no location, no device, no screen, no clipboard reading: every other question is answered no. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl, isMainFrame }) =>
    decide(permission === granted && isMainFrame && isOwnAddress(requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === granted && isOwnAddress(origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}))
}
