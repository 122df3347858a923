import { startOutbox, type OutboxRunner } from '../../alert/index.ts'
import type { OutboxStore } from '../../alert/outbox.ts'
import type { Engine } from '../../engine.ts'
import type { ConsoleStore } from '../../store/store.ts'

/** Alerts on their way, from now on. */
export function gatherOutbox({ console, platform }: Engine): OutboxRunner {
  return startOutbox({ console: outboxOf(console), platform, clock: () => Date.now() })
}

function outboxOf(console: ConsoleStore): OutboxStore {
  return {
    pendingAlerts: (now, limit) => console.pendingAlerts(now, limit),
    settleAlerts: (settled) => console.recordEvent(() => settled.forEach(({ id, result }) => console.settleAlert(id, result))),
    getEvent: (id) => console.getEvent(id),
  }
}
