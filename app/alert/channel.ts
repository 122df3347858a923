import type { SecurityEvent } from '../model/event.ts'

export type Delivery = { kind: 'delivered' } | { kind: 'failed'; message: string; retry: boolean }

/** One way to tell someone about an event. */
export interface Channel {
  name: string
  title: string
  deliver(event: SecurityEvent): Promise<Delivery>
}

/** What a host offers to channels: the desktop shows a notification, the headless host logs and pushes. */
export interface ChannelPlatform {
  notify(notification: { title: string; body: string; event_id: string }): Promise<Delivery>
  log(line: { level: 'info' | 'warn' | 'error'; message: string; [field: string]: unknown }): void
}
