import { z } from 'zod'
import type { EngineDescription } from '../model/engine.ts'
import type { SandboxAnswer } from '../model/sandbox.ts'
import { request } from './request.ts'

export type { SandboxAnswer, SandboxPoint, SandboxRun } from '../model/sandbox.ts'

/** As `isJudgeable` of the engines has it. */
const value = z.number().min(-1e150).max(1e150)
const time = z.number().min(-8.64e15).max(8.64e15)
const file = z.string().min(1).max(100)

export const sandboxSourceSchema = z.discriminatedUnion('kind', [
  /** Values at hand, `ts` and `values` of the same length. A message holds about 100,000. */
  z.strictObject({ kind: z.literal('points'), ts: z.array(time).max(1_000_000), values: z.array(value).max(1_000_000) }),
  /** One that was uploaded. */
  z.strictObject({ kind: z.literal('file'), file }),
])
export type SandboxSource = z.infer<typeof sandboxSourceSchema>

/** Engines, and trying them out on values that are there already. */
export const engineRequests = {
  'engines.list': request<{ engines: EngineDescription[]; default_engine: string }>()(z.strictObject({})),
} as const

export const sandboxRequests = {
  /**
   * A file in pieces, since one message holds 4 MiB: `at` is how many characters came before. CSV with a line of names or
   * JSON lines: `ts`, `value` and perhaps `label` (1 where it was anomalous). The three newest files are kept, in memory.
   */
  'sandbox.upload': request<{ length: number }>()(z.strictObject({ file, at: z.int().min(0), text: z.string().max(1 << 20) })),
  /** One or several engines over one series, each as it would have judged live. At most a million values. */
  'sandbox.run': request<SandboxAnswer>()(
    z.strictObject({
      source: sandboxSourceSchema,
      engines: z
        .array(z.strictObject({ type: z.string().max(100), params: z.record(z.string(), z.unknown()) }))
        .min(1)
        .max(6),
      /** Beside those of the file. */
      labels: z
        .array(z.strictObject({ from: time, to: time }))
        .max(1000)
        .optional(),
      /** About how many values to draw; every anomaly is kept (the strangest 5000). */
      points: z.int().min(10).max(20_000),
    }),
  ),
} as const
