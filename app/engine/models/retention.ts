import type { ConsoleStore } from '../../store/store.ts'

const day = 86_400_000

type Store = Pick<ConsoleStore, 'expireModels' | 'recordEvent' | 'addActivity'>

/** Forgets the versions that have been out of force for more than so many days, and says which. */
export function cleanModelVersions(console: Store, { days, now, who = 'vedette' }: { days: number; now: number; who?: string }): string[] {
  return console.recordEvent(() => {
    const gone = console.expireModels(now - days * day)
    for (const id of gone) console.addActivity({ at: now, who, what: 'model.expire', subject: `model:${id}`, before: id, after: null })
    return gone
  })
}
