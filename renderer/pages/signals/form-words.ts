import type { ContractError } from '../../../app/contract/protocol.ts'
import type { StreamProblems } from './read-stream.ts'
import type { StreamDraft } from './stream-draft.ts'

/** Those of the engine, by parameter. */
export function engineProblems(problems: StreamProblems): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems).flatMap(([path, message]) =>
      path.startsWith('engine.') ? [[path.replace(/^engine\.(params\.)?/, ''), message]] : [],
    ),
  )
}

/** What is still empty is no fault before somebody tries to save it. */
export function withoutEmpty(problems: StreamProblems, draft: StreamDraft): StreamProblems {
  const empty: Record<string, boolean> = {
    name: draft.name === '',
    'source.port': draft.port === '',
    'source.path': draft.path === '',
    'source.measure': draft.field === '',
  }
  return Object.fromEntries(Object.entries(problems).filter(([path]) => !empty[path] && !path.startsWith('sink.')))
}

/** What keeps it from being saved, or what saving means. */
export function sayFoot(problems: StreamProblems, error: ContractError | undefined, editing: boolean): string {
  const wrong = Object.entries(problems)
  if (wrong.length > 0)
    return `Cannot be saved: ${wrong.map(([path, message]) => (path === '' ? message : `${path}: ${message}`)).join('; ')}`
  if (error !== undefined) return error.message
  return editing ? 'A changed source, window or engine begins to learn anew.' : ''
}
