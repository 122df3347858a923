import { create } from 'zustand'
import type { SourceTestAnswer } from '../../../app/contract/sources.ts'
import type { Source } from '../../../app/model/source.ts'
import { request } from '../../state/connection.ts'
import { perform } from '../../state/perform.ts'
import { listSources, takeSourceStatus } from '../../state/sources.ts'
import { awaitStep, offerUndo } from '../../state/undo.ts'

export type TestState = { kind: 'running' } | { kind: 'answered'; answer: SourceTestAnswer }

/** Each source's latest test, by its id. */
export const useTests = create<{ tests: Record<string, TestState> }>(() => ({ tests: {} }))

export async function testSource(id: string): Promise<void> {
  const set = (state: TestState) => useTests.setState(({ tests }) => ({ tests: { ...tests, [id]: state } }))
  set({ kind: 'running' })
  const answer = await request('sources.test', { id })
  set({ kind: 'answered', answer: answer.kind === 'ok' ? answer.output : { kind: 'failed', message: answer.error.message } })
}

export function forgetTest(id: string): void {
  useTests.setState(({ tests }) => ({ tests: Object.fromEntries(Object.entries(tests).filter(([key]) => key !== id)) }))
}

export async function pauseSource(id: string): Promise<void> {
  const output = await awaitStep(perform('sources.pause', { id }, `${id} could not be paused`))
  if (output === undefined) return
  takeSourceStatus(output.status)
  offerUndo(`Paused ${id}`, () => resumeSource(id))
}

/** Opens the source, also one that failed before. */
export async function resumeSource(id: string): Promise<void> {
  const output = await perform('sources.resume', { id }, `${id} could not be opened`)
  if (output !== undefined) takeSourceStatus(output.status)
}

/** Makes the source what it was before an edit. */
export async function restoreSource(id: string, former: Source): Promise<void> {
  const output = await perform('sources.edit', { id, source: former }, `${id} could not be set back`)
  if (output !== undefined) takeSourceStatus(output.status, id)
}

/** What it received stays in the store. */
export async function removeSource(source: Source): Promise<void> {
  const output = await awaitStep(perform('sources.remove', { id: source.id }, `${source.id} could not be removed`))
  if (output === undefined) return
  forgetTest(source.id)
  void listSources()
  offerUndo(`Removed ${source.id}; its records stay`, async () => {
    const added = await perform('sources.add', { source }, `${source.id} could not be added again`)
    if (added !== undefined) takeSourceStatus(added.status)
  })
}
