import type { Channel, Delivery } from './channel.ts'

const longestDelivery = 30_000

/** The channel, with a delivery that never ends counted as failed: one silent service must not hold up the others. */
export function limitDelivery(channel: Channel, milliseconds = longestDelivery): Channel {
  return {
    ...channel,
    deliver: async (event) => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<Delivery>((resolve) => {
        const failure: Delivery = { kind: 'failed', message: `No answer within ${milliseconds / 1000} s.`, retry: true }
        timer = setTimeout(() => resolve(failure), milliseconds)
      })
      try {
        return await Promise.race([channel.deliver(event), late])
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
