import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { serveApi, type ApiServerOptions } from '../serve-api.ts'
import { createMemoryService, type MemoryService } from './memory-service.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  json: Record<string, unknown>
}

export interface Served {
  service: MemoryService
  url: string
  port: number
  /** Below fetch, which would set Host and Origin itself. With the token that may do everything, unless told otherwise. */
  ask(method: string, path: string, options?: { body?: unknown; headers?: Record<string, string>; token?: string | null }): Promise<Answer>
  close(): Promise<void>
}

export async function serveMemory(options: Partial<ApiServerOptions> = {}): Promise<Served> {
  const service = createMemoryService()
  const served = await serveApi({ service, port: 0, ...options })
  if (served.kind === 'failed') throw new Error(served.message)
  const { url, port, close } = served
  return { service, url, port, close, ask: askAt(url) }
}

/** The same of another server. */
export function askAt(origin: string): Served['ask'] {
  return (method, path, asked = {}) => ask(origin + path, method, asked)
}

function ask(url: string, method: string, asked: NonNullable<Parameters<Served['ask']>[2]>): Promise<Answer> {
  const { body, token = 'all' } = asked
  const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
  const headers: Record<string, string> = {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
    ...asked.headers,
  }
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) as Record<string, unknown> }),
      )
    })
    request.once('error', reject)
    request.end(sent)
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
