/** One message as a collector took it off the wire: bytes, from whom, when. */
export interface Message {
  bytes: Uint8Array
  /** Address of the sender (`192.0.2.1`, `2001:db8::1`), or the file's name. */
  peer: string
  /** Which wire parser reads it. */
  wire: Wire
  /** Milliseconds since the epoch. */
  arrival: number
}

/** A longer message is cut: its beginning is kept, and its record says `too_long`. No datagram is as long. Bytes. */
export const longestMessage = 64 << 10

/**
 * `request`: the facts of one HTTP request as JSON, as `POST /v1/requests` takes them.
 * `measurement`: a value of a stream as JSON (`measurement.ts`).
 * `event`: a network event as JSON, under any of the usual names.
 */
export const wires = ['syslog', 'netflow', 'request', 'measurement', 'event'] as const
export type Wire = (typeof wires)[number]

/**
 * A batch of messages of one source in one transferable buffer.
 * Layout a message: u32 length, u32 peer index, f64 arrival, then the bytes; little endian, unaligned.
 * One ArrayBuffer crosses the thread boundary without a copy; JSON halves the rate (DESIGN section 7).
 */
export interface Chunk {
  source: string
  count: number
  /** Senders, each with what it speaks: one import may carry several formats in one order. */
  peers: { address: string; wire: Wire }[]
  buffer: ArrayBuffer
  /** Bytes of `buffer` in use. */
  length: number
}

const headerBytes = 16

/** Fills chunks of a bounded size; `take` returns what has gathered and starts anew. */
export class ChunkWriter {
  private buffer: ArrayBuffer
  private bytes: Uint8Array
  private view: DataView
  private used = 0
  private count = 0
  private peers: Chunk['peers'] = []
  private peerIndex = createPeerIndex()

  private readonly source: string
  private readonly capacity: number

  constructor(source: string, capacity = 1 << 20) {
    this.source = source
    this.capacity = capacity
    this.buffer = new ArrayBuffer(capacity)
    this.bytes = new Uint8Array(this.buffer)
    this.view = new DataView(this.buffer)
  }

  get size(): number {
    return this.count
  }

  /** False when the message does not fit any more: `take` first. A message larger than a whole chunk never fits. */
  add(bytes: Uint8Array, peer: string, arrival: number, wire: Wire): boolean {
    const need = headerBytes + bytes.length
    if (this.used + need > this.capacity) return false
    const known = this.peerIndex[wire]
    let index = known.get(peer)
    if (index === undefined) {
      index = this.peers.length
      this.peers.push({ address: peer, wire })
      known.set(peer, index)
    }
    const at = this.used
    this.view.setUint32(at, bytes.length, true)
    this.view.setUint32(at + 4, index, true)
    this.view.setFloat64(at + 8, arrival, true)
    this.bytes.set(bytes, at + headerBytes)
    this.used = at + need
    this.count += 1
    return true
  }

  take(): Chunk | undefined {
    if (this.count === 0) return undefined
    const full = this.used > this.capacity / 2
    const buffer = full ? this.buffer : this.buffer.slice(0, this.used)
    const chunk: Chunk = { source: this.source, count: this.count, peers: this.peers, buffer, length: this.used }
    if (full) {
      this.buffer = new ArrayBuffer(this.capacity)
      this.bytes = new Uint8Array(this.buffer)
      this.view = new DataView(this.buffer)
    }
    this.used = 0
    this.count = 0
    this.peers = []
    this.peerIndex = createPeerIndex()
    return chunk
  }
}

/** One chunk of all the messages, as large as it must be: for senders who hand over many at once. */
export function packMessages(
  messages: readonly Uint8Array[],
  from: { source: string; peer: string; wire: Wire; arrival: number },
): Chunk | undefined {
  const writer = new ChunkWriter(
    from.source,
    messages.reduce((sum, { length }) => sum + headerBytes + length, 0),
  )
  for (const bytes of messages) writer.add(bytes, from.peer, from.arrival, from.wire)
  return writer.take()
}

/** Without the headers that a chunk adds. */
export function messageBytes({ count, length }: Chunk): number {
  return length - count * headerBytes
}

function createPeerIndex(): Record<Wire, Map<string, number>> {
  return { syslog: new Map(), netflow: new Map(), request: new Map(), measurement: new Map(), event: new Map() }
}

/** Calls `visit` for each message; `bytes` is a view into the chunk, valid as long as the chunk is. */
export function forEachMessage(chunk: Chunk, visit: (message: Message) => void): void {
  const view = new DataView(chunk.buffer)
  const message: Message = { bytes: new Uint8Array(0), peer: '', wire: 'syslog', arrival: 0 }
  let at = 0
  for (let n = 0; n < chunk.count; n += 1) {
    const length = view.getUint32(at, true)
    const peer = chunk.peers[view.getUint32(at + 4, true)]
    if (peer === undefined) throw new RangeError('a chunk names a peer that it does not list')
    message.peer = peer.address
    message.wire = peer.wire
    message.arrival = view.getFloat64(at + 8, true)
    message.bytes = new Uint8Array(chunk.buffer, at + headerBytes, length)
    at += headerBytes + length
    visit(message)
  }
}
