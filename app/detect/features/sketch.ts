const mostExact = 32
/** 2048 bits: within a few per cent up to some 5,000 values. */
const words = 64

/** How many different values there were: exact to 32, then by linear counting (Whang et al., ACM TODS 15(2), 1990). Plain data. */
export interface Sketch {
  hashes: number[]
  bits?: number[]
}

export function makeSketch(): Sketch {
  return { hashes: [] }
}

/** True when it was new, as far as can be told. */
export function addToSketch(sketch: Sketch, hash: number): boolean {
  const { hashes } = sketch
  if (sketch.bits === undefined) {
    if (hashes.includes(hash)) return false
    if (hashes.length < mostExact) {
      hashes.push(hash)
      return true
    }
    sketch.bits = new Array<number>(words).fill(0)
    for (const known of hashes) setBit(sketch.bits, known)
    sketch.hashes = []
  }
  return setBit(sketch.bits, hash)
}

export function countSketch({ hashes, bits }: Sketch): number {
  if (bits === undefined) return hashes.length
  let zeros = 0
  for (const word of bits) zeros += 32 - countOnes(word)
  return words * 32 * Math.log((words * 32) / Math.max(zeros, 0.5))
}

function setBit(bits: number[], hash: number): boolean {
  const place = mixBits(hash) >>> 21
  const bit = 1 << (place & 31)
  const isNew = (bits[place >>> 5]! & bit) === 0
  bits[place >>> 5]! |= bit
  return isNew
}

/** The finalizer of MurmurHash3 (Appleby): numbers in a row, as ports are, must not fall into places in a row. */
function mixBits(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

function countOnes(word: number): number {
  let rest = word
  let ones = 0
  for (; rest !== 0; ones += 1) rest &= rest - 1
  return ones
}
