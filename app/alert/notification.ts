import type { Channel, ChannelPlatform } from './channel.ts'

/** The desktop's own notification; on the headless host, the open window's. */
export function createNotificationChannel(platform: ChannelPlatform): Channel {
  return {
    name: 'notification',
    title: 'Desktop notification',
    deliver: (event) =>
      platform.notify({ title: `${capitalize(event.severity)}: ${event.title}`, body: event.explanation, event_id: event.id }),
  }
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
