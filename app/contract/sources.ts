import { z } from 'zod'
import { sourceSchema, type SourceStatus, type SourceType } from '../model/source.ts'
import { request } from './request.ts'

const none = z.strictObject({})

/** Listeners. */
export const sourceRequests = {
  'sources.list': request<{ sources: SourceStatus[]; types: SourceTypeInfo[] }>()(none),
  'sources.add': request<{ status: SourceStatus }>()(z.strictObject({ source: sourceSchema })),
  'sources.edit': request<{ status: SourceStatus }>()(z.strictObject({ id: z.string(), source: sourceSchema })),
  'sources.remove': request<Record<string, never>>()(z.strictObject({ id: z.string() })),
  'sources.pause': request<{ status: SourceStatus }>()(z.strictObject({ id: z.string() })),
  'sources.resume': request<{ status: SourceStatus }>()(z.strictObject({ id: z.string() })),
  /** Sends one message to the listener and follows it into the store. */
  'sources.test': request<SourceTestAnswer>()(z.strictObject({ id: z.string() })),
} as const

export interface SourceTypeInfo {
  type: SourceType
  title: string
  transport: 'udp' | 'tcp'
  default_port: number
  /** With `{address}` and `{port}` left in. */
  test_command: string
}

export type SourceTestAnswer = { kind: 'stored'; seq: number; milliseconds: number } | { kind: 'failed'; message: string }
