import { useEffect, useState } from 'react'
import type { ModelsAnswer } from '../../app/contract/models.ts'
import { subscribe } from './connection.ts'
import { useRequest, type Loaded } from './use-request.ts'

/** Every model, kept current by what the engine pushes: a training tells how far it is several times a second. */
export function useModels(): [Loaded<ModelsAnswer>, () => void] {
  const [loaded, again] = useRequest('models.list', {})
  const { output } = loaded
  // A push is newer than the answer it came after, and older than the next.
  const [pushed, setPushed] = useState<{ after: ModelsAnswer | undefined; answer: ModelsAnswer }>()
  useEffect(() => subscribe('models.changed', (answer) => setPushed({ after: output, answer })), [output])
  if (pushed === undefined || pushed.after !== output || output === undefined) return [loaded, again]
  return [{ ...loaded, output: pushed.answer }, again]
}
