import type { Channel, ChannelPlatform } from './channel.ts'
import { limitDelivery } from './deadline.ts'
import { createLogChannel } from './log.ts'
import { createNotificationChannel } from './notification.ts'
import { drainOutbox, type OutboxStore } from './outbox.ts'

/** Every channel. Adding one: its file, its test, its line here (and its switch in model/config.ts). */
export const channelFactories: readonly ((platform: ChannelPlatform) => Channel)[] = [createNotificationChannel, createLogChannel]

export interface OutboxRunner {
  /** Looks for alerts now, besides the regular rounds. */
  wake(): void
  stop(): Promise<void>
}

const round = 1000

/** Delivers what is in the outbox, round after round, one round at a time; what a restart finds in it goes out then. */
export function startOutbox(parts: { console: OutboxStore; platform: ChannelPlatform; clock: () => number }): OutboxRunner {
  const channels = channelFactories.map((create) => limitDelivery(create(parts.platform)))
  let running: Promise<unknown> | undefined
  let stopped = false
  const wake = () => {
    if (stopped || running !== undefined) return
    running = drainOutbox(parts.console, channels, parts.clock)
      // A full disk, say: what is in the outbox stays there, and the next round tries again.
      .catch((error: unknown) => parts.platform.log({ level: 'error', message: `alerts wait: ${describe(error)}` }))
      .finally(() => (running = undefined))
  }
  const timer = setInterval(wake, round)
  return {
    wake,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
