import type { Contact } from './contact.ts'
import { packIntegers, unpackIntegers } from './packing.ts'

/** Contacts remembered. A power of two. */
const slotCount = 1 << 17

/**
 * Remembers that a source has met a service of a host, in a table of fingerprints: half a megabyte whatever comes, one or two reads
 * a question, nothing allocated. Most flows are contacts met before, and for them this is all that is done. Two places for each
 * hash, the one used last in front; a third contact with the same hash makes the older one be forgotten.
 *
 * Two contacts are taken for one when 31 bits of fingerprint and their place agree: once in 10⁹ questions with the table full.
 */
export class ContactMemory {
  private slots: Int32Array = new Int32Array(slotCount)
  private evictions = 0

  get evicted(): number {
    return this.evictions
  }

  has({ hash, fingerprint }: Readonly<Contact>): boolean {
    const at = (hash << 1) & (slotCount - 1)
    const { slots } = this
    if (slots[at] === fingerprint) return true
    if (slots[at + 1] !== fingerprint) return false
    slots[at + 1] = slots[at]!
    slots[at] = fingerprint
    return true
  }

  /** True when it was remembered already. */
  meet(contact: Readonly<Contact>): boolean {
    if (this.has(contact)) return true
    const at = (contact.hash << 1) & (slotCount - 1)
    const { slots } = this
    if (slots[at + 1] !== 0) this.evictions += 1
    slots[at + 1] = slots[at]!
    slots[at] = contact.fingerprint
    return false
  }

  snapshot(): ContactMemoryState {
    return { slots: packIntegers(this.slots), evicted: this.evictions }
  }

  restore(state: ContactMemoryState): void {
    this.slots = unpackIntegers(state.slots, slotCount)
    this.evictions = state.evicted
  }
}

export interface ContactMemoryState {
  slots: string[]
  evicted: number
}
