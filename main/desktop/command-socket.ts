import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConsoleService } from '../../app/contract/console.ts'
import type { Home } from '../../app/engine.ts'

/** Paths of sockets end here on some systems (sockaddr_un). */
const longestPath = 100
const longestBody = 1 << 20

/**
 * The command line's way to a running desktop, which serves no port: a socket in the file system, and its token beside the
 * store, readable by its owner. The same requests as the headless console's.
 */
export async function serveCommands(service: ConsoleService, home: Home): Promise<() => Promise<void>> {
  const token = randomBytes(32).toString('base64url')
  const socket = socketOf(home.directory)
  // One that a crash left behind; nobody else is on this home.
  if (process.platform !== 'win32') rmSync(socket, { force: true })
  const server = createServer((request, response) => void answer(request, response, { service, token }))
  const before = process.umask(0o077)
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(socket, resolve))
  } finally {
    process.umask(before)
  }
  writeFileSync(home.running, JSON.stringify({ socket, token, pid: process.pid }), { mode: 0o600 })
  return () =>
    new Promise((resolve) => {
      rmSync(home.running, { force: true })
      server.closeAllConnections()
      server.close(() => resolve())
    })
}

function socketOf(directory: string): string {
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 32)
  if (process.platform === 'win32') return `\\\\.\\pipe\\vedette-${name}`
  const beside = join(directory, 'control.sock')
  return Buffer.byteLength(beside) <= longestPath ? beside : join(tmpdir(), `vedette-${name}.sock`)
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { service, token }: { service: ConsoleService; token: string },
): Promise<void> {
  const name = /^\/api\/requests\/([\w.]{1,100})$/.exec(request.url ?? '')?.[1]
  if (!holds(request.headers.authorization, token)) return void response.writeHead(401).end()
  if (name === undefined || request.method !== 'POST') return void response.writeHead(404).end()
  const input = await readBody(request)
  if (input.kind === 'refused') return void response.writeHead(400).end()
  const session = service.open({})
  const given = await session.answer(name, input.value, { signal: new AbortController().signal, progress: () => undefined })
  session.close()
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(given))
}

function holds(authorization: string | undefined, token: string): boolean {
  const [given, wanted] = [Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

async function readBody(request: IncomingMessage): Promise<{ kind: 'read'; value: unknown } | { kind: 'refused' }> {
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      length += part.length
      if (length > longestBody) return { kind: 'refused' }
      parts.push(part)
    }
    return { kind: 'read', value: JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown }
  } catch {
    return { kind: 'refused' }
  }
}
