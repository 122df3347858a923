import { readFileSync } from 'node:fs'
import { request, type RequestOptions } from 'node:http'
import type { Answer } from '../app/contract/console.ts'
import type { RequestInput, RequestName } from '../app/contract/requests.ts'

/** What a console that runs leaves beside the store: a headless one its address, the desktop a socket in the file system. */
interface Running {
  url?: string
  socket?: string
  token: string
}

/** What is answered from memory is answered by then, unless the console hangs or is stopped. Milliseconds. */
export const quick = 5000

/** `absent`: none is there. `silent`: one is, and says nothing for `patience` ms. */
export async function askRunning<Name extends RequestName>(
  file: string,
  name: Name,
  input: RequestInput<Name>,
  patience?: number,
): Promise<Answer | { kind: 'absent' } | { kind: 'silent' }> {
  try {
    const { url, socket, token } = JSON.parse(readFileSync(file, 'utf8')) as Running
    const place = socket === undefined ? splitAddress(url ?? '') : { socketPath: socket }
    const { status, body } = await post({ ...place, path: `/api/requests/${name}`, timeout: patience }, token, JSON.stringify(input))
    // A file that a crash left behind may name a port that is another program's by now.
    return status === 200 ? (JSON.parse(body) as Answer) : { kind: 'absent' }
  } catch (error) {
    return { kind: error instanceof Silence ? 'silent' : 'absent' }
  }
}

class Silence extends Error {}

function splitAddress(url: string): RequestOptions {
  const { hostname, port } = new URL(url)
  return { hostname, port }
}

function post(options: RequestOptions, token: string, body: string): Promise<{ status: number; body: string }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, method: 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
      response.on('error', reject)
    })
    asked.on('timeout', () => asked.destroy(new Silence()))
    asked.on('error', reject)
    asked.end(body)
  })
}
