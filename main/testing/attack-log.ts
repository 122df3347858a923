import { sshAttack } from '../../app/engine/testing/running-engine.ts'
import type { Counters } from '../../app/model/counters.ts'

export const begin = Date.UTC(2026, 10, 20, 9)

/** Lines of which two events come: an address that guesses passwords, and that gets in. */
export const attack = sshAttack({ from: '203.0.113.7', start: begin, count: 40, success: true })

/** What `vedette replay --json` prints. */
export interface Replayed {
  events: Record<string, unknown>[]
  counters: Counters
  problems: { file: string; message: string }[]
}
