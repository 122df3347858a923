/**
 * Says which blocks cannot hold a term: a split-block Bloom filter (Putze, Sanders, Singler 2007; the layout of
 * Apache Parquet's): each term sets one bit in each of the eight 32-bit words of one bucket, so a test touches
 * one cache line. At 12 bits a term about 1 % of the blocks without the term are read in vain; never one missed.
 */
const bitsPerTerm = 12
const wordsPerBucket = 8
const bucketBytes = 32

/** Odd constants of Parquet's filter: each picks the bit in its word. */
const salts = Uint32Array.of(0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31)

/** A filter as it is stored: whole buckets, little endian. */
export function buildFilter(terms: Uint32Array): Uint8Array<ArrayBuffer> {
  const buckets = Math.max(1, Math.ceil((terms.length * bitsPerTerm) / (bucketBytes * 8)))
  const words = new Uint32Array(buckets * wordsPerBucket)
  for (const term of terms) {
    const first = bucketOf(term, buckets) * wordsPerBucket
    for (let i = 0; i < wordsPerBucket; i += 1) words[first + i]! |= 1 << (Math.imul(term, salts[i]!) >>> 27)
  }
  return new Uint8Array(words.buffer)
}

/** False only when the term is certainly not in the block. */
export function mayHold(filter: Uint8Array, term: number): boolean {
  const buckets = Math.floor(filter.length / bucketBytes)
  if (buckets === 0) return true
  const stored = term === 0 ? 1 : term
  const first = bucketOf(stored, buckets) * bucketBytes
  for (let i = 0; i < wordsPerBucket; i += 1) {
    const bit = Math.imul(stored, salts[i]!) >>> 27
    if ((filter[first + i * 4 + (bit >> 3)]! & (1 << (bit & 7))) === 0) return false
  }
  return true
}

/** The bucket comes from bits that the salts' products do not use: the hash mixed once more (MurmurHash3's finaliser). */
function bucketOf(term: number, buckets: number): number {
  let mixed = term ^ (term >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  mixed ^= mixed >>> 16
  return Math.floor(((mixed >>> 0) / 4_294_967_296) * buckets)
}
