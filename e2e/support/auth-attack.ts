import { expect } from '@playwright/test'
import { failedLogin, sendDatagrams, type BoundSource } from './senders.ts'
import type { Host } from './hosts/host.ts'

/** Failed logins from an address, a second apart, of the last minutes. */
export async function attack(source: BoundSource, from: string, failures = 30, start = Date.now() - 120_000): Promise<void> {
  const lines = Array.from({ length: failures }, (_, index) => failedLogin({ at: new Date(start + index * 1000), user: 'admin', from }))
  await sendDatagrams(source, lines)
}

/** The whole of attacks of 30 failures each, an event each. A login that fails after its event is resolved begins another. */
export async function untilCounted(host: Host, attacks = 1): Promise<void> {
  const counts = async () => (await host.ask('events.search', { query: {}, limit: 10 })).events.map(({ count }) => count)
  await expect.poll(counts, { timeout: 60_000 }).toEqual(Array.from({ length: attacks }, () => 30))
}

/** Events about an entity, whatever became of them. */
export async function eventsAbout(host: Host, entity: string) {
  return (await host.ask('events.search', { query: { entity }, limit: 100 })).events
}
