import { z } from 'zod'
import { request } from './request.ts'

const none = z.strictObject({})

/** Files, and the labelled sample day. */
export const importRequests = {
  /**
   * Replays files into the live store as the source `import`. Paths are on the engine's machine. `measurements` are values
   * of the `stream` that is named: JSON lines of its messages, or CSV with the columns ts, value and perhaps application.
   */
  'import.start': request<{ id: string }>()(
    z
      .strictObject({
        files: z.array(z.string()).min(1).max(1000),
        format: z.enum(['auto', 'syslog', 'requests', 'events', 'pcap', 'measurements']),
        stream: z.string().min(1).max(100).optional(),
      })
      .refine(({ format, stream }) => (format === 'measurements') === (stream !== undefined), {
        path: ['stream'],
        message: 'measurements, and nothing else, need a stream',
      }),
  ),
  'import.cancel': request<Record<string, never>>()(z.strictObject({ id: z.string() })),

  /** Replays the labelled sample day into a separate store (`session.view` shows it). */
  'sample.start': request<SampleState>()(none),
  'sample.stop': request<SampleState>()(none),
  'sample.delete': request<SampleState>()(none),
  'sample.state': request<SampleState>()(none),
} as const

export interface SampleState {
  kind: 'absent' | 'running' | 'ready'
  /** 0 to 1; below 1 when `ready` for a replay that was stopped. */
  progress: number
  found?: { planted: string; found: boolean; event_id?: string }[]
}
