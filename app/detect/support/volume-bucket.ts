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
  /** The destinations that got most, and the largest flows' bytes and `seq`. */
  peers: { address: string; bytes: number }[]
  largest: { bytes: number; seq: number }[]
  /** Bytes above which the hour stands out; −1 until it is worth working out, −2 when nobody can tell yet. */
  limit: number
  stoodOut: boolean
}

export function makeBucket(index: number, time: number): Bucket {
  return { index, bytes: 0, flows: 0, first: time, last: time, peers: [], largest: [], limit: -1, stoodOut: false }
}

export function addFlow(bucket: Bucket, peer: string, bytes: number, begin: number, end: number, seq: number): void {
  bucket.bytes += bytes
  bucket.flows += 1
  if (begin < bucket.first) bucket.first = begin
  if (end > bucket.last) bucket.last = end
  addPeer(bucket, peer, bytes)
  const { largest } = bucket
  if (largest.length === maxLargest && bytes <= largest[maxLargest - 1]!.bytes) return
  let at = largest.length
  while (at > 0 && largest[at - 1]!.bytes < bytes) at -= 1
  largest.splice(at, 0, { bytes, seq })
  if (largest.length > maxLargest) largest.pop()
}

/** Keeps the heaviest: a newcomer takes the lightest's place only when its one flow weighs more, so each sum is at least true. */
function addPeer({ peers }: Bucket, address: string, bytes: number): void {
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

export function heaviestPeer({ peers }: Bucket): { address: string; bytes: number } {
  return peers.reduce((heaviest, peer) => (peer.bytes > heaviest.bytes ? peer : heaviest))
}
