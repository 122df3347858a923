const maxPeers = 8
const maxLargest = 10

/** One entity's running hour. Plain data. */
export interface Bucket {
  /** Hours since the epoch, by the entity's own time. */
  index: number
  bytes: number
  flows: number
  first: number
  last: number
  /** Since the hour became noteworthy: the destinations that got most, and the largest flows' bytes and `seq`. */
  peers: { address: string; bytes: number }[]
  largest: { bytes: number; seq: number }[]
  /** Bytes above which the hour stands out; −1 until it is worth working out, −2 when nobody can tell yet. */
  limit: number
  stoodOut: boolean
}

export function makeBucket(index: number, time: number): Bucket {
  return { index, bytes: 0, flows: 0, first: time, last: time, peers: [], largest: [], limit: -1, stoodOut: false }
}

export function addBytes(bucket: Bucket, bytes: number, begin: number, end: number): void {
  bucket.bytes += bytes
  bucket.flows += 1
  if (begin < bucket.first) bucket.first = begin
  if (end > bucket.last) bucket.last = end
}

/** Keeps the heaviest: a newcomer takes the lightest's place only when its one flow weighs more, so each sum is at least true. */
export function addPeer(bucket: Bucket, address: string, bytes: number, seq: number): void {
  addLargest(bucket, bytes, seq)
  const { peers } = bucket
  let lightest = 0
  for (let at = 0; at < peers.length; at += 1) {
    const peer = peers[at]!
    if (peer.address === address) {
      peer.bytes += bytes
      return
    }
    if (peer.bytes < peers[lightest]!.bytes) lightest = at
  }
  if (peers.length < maxPeers) peers.push({ address, bytes })
  else if (peers[lightest]!.bytes < bytes) peers[lightest] = { address, bytes }
}

function addLargest({ largest }: Bucket, bytes: number, seq: number): void {
  if (largest.length === maxLargest && bytes <= largest[maxLargest - 1]!.bytes) return
  let at = largest.length
  while (at > 0 && largest[at - 1]!.bytes < bytes) at -= 1
  largest.splice(at, 0, { bytes, seq })
  if (largest.length > maxLargest) largest.pop()
}

export function heaviestPeer({ peers }: Bucket): { address: string; bytes: number } {
  return peers.reduce((heaviest, peer) => (peer.bytes > heaviest.bytes ? peer : heaviest))
}
