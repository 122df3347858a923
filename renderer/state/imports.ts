import { create } from 'zustand'
import type { RequestInput } from '../../app/contract/requests.ts'
import type { Pushes } from '../../app/contract/pushes.ts'
import { request, subscribe } from './connection.ts'
import { perform } from './perform.ts'

export type ImportFormat = RequestInput<'import.start'>['format']
/** `stream`: whose measurements they are. */
export type ImportState =
  | { kind: 'none' }
  | { kind: 'refused'; stream?: string; message: string }
  | ({ kind: 'started'; stream?: string; files: string[] } & Pushes['import.progress'])

/** The newest import of this window; it goes on whichever page is shown. */
export const useImport = create<{ current: ImportState }>(() => ({ current: { kind: 'none' } }))

export function startImports(): () => void {
  return subscribe('import.progress', (progress) =>
    useImport.setState(({ current }) => ({
      current: current.kind === 'started' && current.id === progress.id ? { ...current, ...progress } : current,
    })),
  )
}

/** One a line. */
export function readPaths(text: string): string[] {
  return text
    .split('\n')
    .map((path) => path.trim())
    .filter((path) => path !== '')
}

/** `files` are paths on the engine's machine. */
export async function importFiles(files: string[], format: ImportFormat, stream?: string): Promise<void> {
  useImport.setState({ current: { kind: 'none' } })
  // Its first progress may come before the answer that names it.
  const early: Pushes['import.progress'][] = []
  const stop = subscribe('import.progress', (progress) => early.push(progress))
  const answer = await request('import.start', { files, format, stream })
  stop()
  if (answer.kind === 'failed') return useImport.setState({ current: { kind: 'refused', stream, message: answer.error.message } })
  const { id } = answer.output
  const latest = early.findLast((progress) => progress.id === id) ?? { id, fraction: 0, records: 0, state: 'running' as const }
  useImport.setState({ current: { kind: 'started', stream, files, ...latest } })
}

export async function cancelImport(id: string): Promise<void> {
  await perform('import.cancel', { id }, 'The import could not be cancelled')
}

export function forgetImport(): void {
  useImport.setState({ current: { kind: 'none' } })
}
