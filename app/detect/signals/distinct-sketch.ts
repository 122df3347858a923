import { hashText } from '../support/hash.ts'

/** Hashes kept one by one before the sketch takes over. */
const exactly = 256
/** 2^11 registers: a standard error of 1.04 / √2048, that is 2.3 %. */
const precision = 11
const registers = 1 << precision
/** Of HyperLogLog, for so many registers. */
const alpha = 0.7213 / (1 + 1.079 / registers)

/**
 * How many different values there were, in bounded memory: exact to 256, then HyperLogLog (Flajolet, Fusy, Gandouet and
 * Meunier 2007) with linear counting for few. A restart changes nothing: `toJSON` is all there is.
 */
export class DistinctSketch {
  private readonly hashes = new Set<number>()
  private ranks: Uint8Array | undefined

  constructor(saved?: DistinctState) {
    if (typeof saved === 'string') this.ranks = Uint8Array.from(saved, (letter) => letter.charCodeAt(0) - firstLetter)
    else for (const hash of saved ?? []) this.hashes.add(hash)
  }

  add(value: string | number): void {
    const hash = mix(hashText(typeof value === 'number' ? String(value) : value))
    if (this.ranks !== undefined) this.rank(hash)
    else if (this.hashes.size < exactly || this.hashes.has(hash)) this.hashes.add(hash)
    else {
      this.ranks = new Uint8Array(registers)
      for (const known of this.hashes) this.rank(known)
      this.hashes.clear()
      this.rank(hash)
    }
  }

  count(): number {
    const { ranks } = this
    if (ranks === undefined) return this.hashes.size
    let sum = 0
    let zeros = 0
    for (const rank of ranks) {
      sum += 2 ** -rank
      if (rank === 0) zeros += 1
    }
    const raw = (alpha * registers * registers) / sum
    return Math.round(raw <= 2.5 * registers && zeros > 0 ? registers * Math.log(registers / zeros) : raw)
  }

  toJSON(): DistinctState {
    if (this.ranks === undefined) return [...this.hashes]
    let text = ''
    for (const rank of this.ranks) text += String.fromCharCode(rank + firstLetter)
    return text
  }

  private rank(hash: number): void {
    const register = hash >>> (32 - precision)
    const rank = Math.clz32((hash << precision) | (1 << (precision - 1))) + 1
    if (rank > this.ranks![register]!) this.ranks![register] = rank
  }
}

export type DistinctState = number[] | string

/** `0`: ranks go to 22, so that a register is a letter or a digit. */
const firstLetter = 0x30

/** Murmur3's finaliser: FNV leaves the upper bits of short texts alike. */
function mix(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
