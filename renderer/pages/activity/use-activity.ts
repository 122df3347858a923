import { useState } from 'react'
import type { Activity } from '../../../app/model/event.ts'
import { perform } from '../../state/perform.ts'
import { useRequest, type Loaded } from '../../state/use-request.ts'

const page = 100

export interface ActivityList {
  first: Loaded<{ activity: Activity[] }>
  /** Newest first, as far back as was asked for. */
  lines: Activity[]
  more: boolean
  loadOlder: () => Promise<void>
  again: () => void
}

interface Older {
  /** The first page that these lines follow. */
  after: readonly Activity[] | undefined
  lines: Activity[]
  more: boolean
}

/** The activity log, newest first, a page at a time; of one subject when given. */
export function useActivity(subject: string | undefined): ActivityList {
  const [first, again] = useRequest('activity.list', { subject, limit: page })
  const newest = first.output?.activity
  const [held, setHeld] = useState<Older>({ after: newest, lines: [], more: true })
  // What was loaded below another answer may overlap with this one.
  const older: Older = held.after === newest ? held : { after: newest, lines: [], more: true }
  const lines = [...(newest ?? []), ...older.lines]
  const more = older.more && (newest?.length ?? 0) === page
  const loadOlder = async () => {
    const before = lines.at(-1)?.seq
    if (before === undefined) return
    const output = await perform('activity.list', { subject, before, limit: page }, 'Older activity could not be loaded')
    if (output === undefined) return
    setHeld({ after: newest, lines: [...older.lines, ...output.activity], more: output.activity.length === page })
  }
  return { first, lines, more, loadOlder, again }
}
