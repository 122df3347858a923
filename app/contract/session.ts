import { z } from 'zod'
import { request } from './request.ts'

const none = z.strictObject({})

/** Who is asked, and of which store. */
export const sessionRequests = {
  'session.hello': request<Hello>()(none),
  /** Which store this connection looks at from now on; everything else it asks then goes there. */
  'session.view': request<Hello>()(z.strictObject({ store: z.enum(['live', 'sample']) })),

  /** Answers the first-run question: detection (and alerting) on or off. */
  'firstRun.finish': request<Record<string, never>>()(z.strictObject({ detection: z.boolean(), alerting: z.boolean() })),
} as const

export interface Hello {
  version: string
  host: 'desktop' | 'headless'
  user: string
  home: string
  /** True until the first-run question is answered. */
  first_run: boolean
  /** True when this engine shows the SAMPLE store. */
  sample: boolean
  started_at: number
  timezone: string
}
