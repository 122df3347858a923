import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { protocol, type Session } from 'electron'
import { securityHeaders } from '../../app/serve/content-security.ts'
import { scheme } from './origin.ts'
import { findFile } from './window-files.ts'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Before the app is ready: pages of the scheme get an origin, fetch and a secure context, as on https. */
export function claimScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/** Serves the built window, and nothing outside its folder. */
export function serveWindow(session: Session, directory: string): void {
  session.protocol.handle(scheme, async (request) => {
    const file = request.method === 'GET' ? findFile(directory, request.url) : undefined
    if (file === undefined) return refuse()
    try {
      const type = contentTypes[extname(file)] ?? 'application/octet-stream'
      return new Response(await readFile(file), { headers: { ...securityHeaders, 'content-type': type } })
    } catch {
      return refuse()
    }
  })
}

function refuse(): Response {
  return new Response('There is nothing here.', {
    status: 404,
    headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
  })
}
