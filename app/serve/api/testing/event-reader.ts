import { request as httpRequest, type IncomingMessage } from 'node:http'

export interface Message {
  id: number
  data: { id: string }
}

/** One connection to a stream, read as an EventSource reads it. */
export interface EventReader {
  response: IncomingMessage
  messages: Message[]
  comments: number
  /** Resolves once so many messages have come, or it was closed. */
  until(count: number): Promise<void>
  closed: Promise<void>
  close(): void
}

export function readEvents(url: string, headers: Record<string, string>): Promise<EventReader> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers, agent: false }, (response) => {
      const waiting: { count: number; done: () => void }[] = []
      let over = false
      let text = ''
      const reader: EventReader = {
        response,
        messages: [],
        comments: 0,
        until: (count) =>
          new Promise((done) => {
            if (over || reader.messages.length >= count) done()
            else waiting.push({ count, done })
          }),
        closed: new Promise((done) => response.once('close', done)),
        close: () => request.destroy(),
      }
      const settle = () => {
        for (const { count, done } of waiting) if (over || reader.messages.length >= count) done()
      }
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const blocks = (text + chunk).split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) take(reader, block)
        settle()
      })
      response.on('error', () => undefined)
      void reader.closed.then(() => {
        over = true
        settle()
      })
      resolve(reader)
    })
    request.once('error', reject)
    request.end()
  })
}

function take(reader: EventReader, block: string): void {
  const lines = block.split('\n')
  if (lines.every((line) => line.startsWith(':'))) reader.comments += 1
  const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
  const [id, data] = [field('id'), field('data')]
  if (id !== undefined && data !== undefined) reader.messages.push({ id: Number(id), data: JSON.parse(data) as Message['data'] })
}
