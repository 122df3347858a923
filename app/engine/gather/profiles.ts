import type { Engine } from '../../engine.ts'
import { settingsOfPipeline } from '../configure.ts'
import { ProfileBook } from '../profile-book.ts'
import { ProfileDesk } from '../profile-desk.ts'

export function gatherProfiles(engine: Engine): ProfileDesk {
  const { console, redecision, bus, config, overrides } = engine
  return new ProfileDesk({
    console,
    book: new ProfileBook(console, { ...config, overrides }),
    redecision,
    saved: (anomaly_types) => {
      void engine.corridor.configure(settingsOfPipeline(engine))
      bus.push('profiles.changed', { anomaly_types })
    },
    redecided: ({ events, blocked }) => {
      if (events.length > 0) bus.push('events.changed', { created: [], updated: events })
      if (blocked) engine.blocklistChanged()
    },
  })
}
