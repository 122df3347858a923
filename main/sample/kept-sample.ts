import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { SampleState } from '../../app/contract/imports.ts'

/** Written last and taken away first: a store without it was being filled, or deleted, when its program was killed. */
const mark = (directory: string) => join(directory, 'sample.json')

const keptSchema = z.object({
  progress: z.number().min(0).max(1),
  found: z.array(z.object({ planted: z.string(), found: z.boolean(), event_id: z.string().optional() })).optional(),
})

/** The SAMPLE that an earlier run left, if it was left whole. */
export function findSample(directory: string): SampleState {
  try {
    const { progress, found } = keptSchema.parse(JSON.parse(readFileSync(mark(directory), 'utf8')))
    return { kind: 'ready', progress, ...(found && { found }) }
  } catch {
    if (existsSync(directory)) removeSample(directory)
    return { kind: 'absent', progress: 0 }
  }
}

export function keepSample(directory: string, { progress, found }: SampleState): void {
  const written = `${mark(directory)}.new`
  writeFileSync(written, JSON.stringify({ progress, found }), { mode: 0o600, flush: true })
  renameSync(written, mark(directory))
}

export function removeSample(directory: string): void {
  rmSync(mark(directory), { force: true })
  rmSync(directory, { recursive: true, force: true })
}
