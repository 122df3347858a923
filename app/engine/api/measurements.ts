import type { ApiCaller, ApiResult } from '../../contract/api.ts'
import type { Engine } from '../../engine.ts'
import { readMeasurement } from '../../model/measurement.ts'
import { done, failed, notFound } from './failures.ts'

/** Seconds after which an application may try again. */
const retryAfter = 1

/** All of them are stored, or none was taken; the bad ones as what they are. */
export async function submitMeasurements(
  engine: Engine,
  name: string,
  messages: readonly unknown[],
  { name: sender }: ApiCaller,
): Promise<ApiResult<{ accepted: number; bad: number }>> {
  const found = engine.streams.find(name)
  if (found?.source.type !== 'http' || !found.enabled) return notFound(`There is no stream "${name}" that takes values over HTTP.`)
  if (!engine.streams.hasRoom(name)) return busy(`The stream "${name}" is still replaying its history; nothing was taken.`)
  const texts = messages.map((message) => JSON.stringify(message))
  const bad = texts.filter((text) => readMeasurement(text).kind === 'failed').length
  const encoder = new TextEncoder()
  const submission = await engine.corridor.submitMeasurements(
    name,
    texts.map((text) => encoder.encode(text)),
    Date.now(),
    sender,
  )
  return submission === 'full'
    ? busy('More values are waiting than there is room for; nothing was taken.')
    : done({ accepted: messages.length, bad })
}

function busy(message: string): ReturnType<typeof failed> {
  return failed({ kind: 'busy', message, retry_after: retryAfter })
}
