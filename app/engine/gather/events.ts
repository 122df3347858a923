import type { Engine } from '../../engine.ts'
import { ChangeFeed } from '../api/change-feed.ts'
import { BlockBook } from '../block-book.ts'
import { enabledChannels } from '../derived-settings.ts'
import { describeError } from '../describe-error.ts'
import { EventDesk } from '../event-desk.ts'
import { Redecision } from '../event-redecision.ts'

/** Observations → events. */
export function gatherEventDesk(engine: Engine): EventDesk {
  return new EventDesk({
    console: engine.console,
    profiles: () => engine.profiles.book.inForce,
    masker: () => engine.masking.masker,
    channels: () => enabledChannels(engine.config),
    tally: engine.report.tally,
    flagFailed: engine.flags.failed,
    block: (event, writer, now) => engine.blocklist.takeDecision(event, writer, now),
    changed: ({ created, updated, blocked }) => {
      engine.bus.push('events.changed', { created, updated })
      if (blocked) engine.blocklistChanged()
    },
  })
}

/** Stored events, decided anew. */
export function gatherRedecision({ console, flags, masking, blocklist }: Engine): Redecision {
  return new Redecision({
    console,
    flags,
    masker: () => masking.masker,
    block: (event, writer, now) => blocklist.takeDecision(event, writer, now),
  })
}

/** Nobody blocks his own networks, nor the proxies that all come through. */
export function gatherBlocklist(engine: Engine): BlockBook {
  const exempt = () => [...engine.config.enrichers.home_networks, ...engine.config.requests.trusted_proxies]
  return new BlockBook(engine.console, exempt, Date.now())
}

/** Changes of events, for other programs. */
export function gatherFeed({ console, problems, bus }: Engine): ChangeFeed {
  const feed = new ChangeFeed(console, (error) => problems.report('events', `Changes of events cannot be read: ${describeError(error)}`))
  bus.observe((name) => {
    if (name === 'events.changed') feed.wake()
  })
  return feed
}
