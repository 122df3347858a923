import { existsSync } from 'node:fs'
import { openSignalStore } from '../../store/index.ts'

const day = 86_400_000

export type JudgementCleanUp = { kind: 'cleaned'; deleted: number } | { kind: 'absent' } | { kind: 'failed'; message: string }

/** Forgets stored verdicts of streams that are older than they are to be kept. For whoever holds the home. */
export function cleanJudgements(file: string, days: number, now: number): JudgementCleanUp {
  if (!existsSync(file)) return { kind: 'absent' }
  const opened = openSignalStore(file)
  if (opened.kind === 'failed') return { kind: 'failed', message: opened.failure.message }
  const { store } = opened
  try {
    let deleted = 0
    for (;;) {
      const pruned = store.prune(now - days * day)
      deleted += pruned.deleted
      if (!pruned.more) return { kind: 'cleaned', deleted }
    }
  } finally {
    store.close()
  }
}
