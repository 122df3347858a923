import type { Session } from 'electron'
import { note, onQuestion, state } from './link.ts'
import type { SchemeAnswer } from './messages.ts'

type SchemeHandler = (request: Request) => Response | Promise<Response>
type PermissionHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>

const handlers = new Map<string, SchemeHandler>()
let permissions: PermissionHandler | undefined

export const protocol = {
  registerSchemesAsPrivileged(schemes: unknown): void {
    if (state.ready) throw new Error('protocol.registerSchemesAsPrivileged after the app is ready')
    note('protocol.registerSchemesAsPrivileged', schemes)
  },
  handle(scheme: string, handler: SchemeHandler): void {
    note('protocol.handle', scheme)
    handlers.set(scheme, handler)
  },
}

const noted =
  (name: string) =>
  (...args: unknown[]): void =>
    note(`session.${name}`, ...args)

export const session = {
  defaultSession: {
    protocol,
    setPermissionRequestHandler(handler: PermissionHandler): void {
      note('session.setPermissionRequestHandler')
      permissions = handler
    },
    setPermissionCheckHandler: (handler: (contents: null, permission: string, origin: string) => boolean): void => {
      const asked = ['media', 'geolocation', 'clipboard-read', 'notifications', 'hid', 'serial', 'usb', 'fullscreen', 'openExternal']
      note(
        'session.setPermissionCheckHandler',
        asked.filter((permission) => handler(null, permission, 'app://vedette/')),
      )
    },
    setDevicePermissionHandler: (handler: (details: object) => boolean): void => note('session.setDevicePermissionHandler', handler({})),
    setDisplayMediaRequestHandler: noted('setDisplayMediaRequestHandler'),
  },
}

onQuestion('request', async ({ url, method }): Promise<SchemeAnswer> => {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1))
  if (!handler) return { status: 404, headers: {}, body: Buffer.alloc(0) }
  const response = await handler(new Request(url, { method }))
  return { status: response.status, headers: Object.fromEntries(response.headers), body: Buffer.from(await response.arrayBuffer()) }
})

/** Without a handler Electron grants. */
onQuestion('permission', ({ permission, url, main }) => {
  let granted = permissions === undefined
  permissions?.({} as never, permission as never, (decision) => (granted = decision), { requestingUrl: url, isMainFrame: main } as never)
  return granted
})
