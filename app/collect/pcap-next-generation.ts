import type { ByteQueue } from './byte-queue.ts'
import type { BlockReader, EmitPacket, Progress } from './pcap.ts'

const sectionHeader = 0x0a0d0d0a
const byteOrderMagic = 0x1a2b3c4d
const interfaceDescription = 1
/** Obsolete, still written by old tools. */
const packet = 2
const simplePacket = 3
const enhancedPacket = 6
const timestampResolution = 9
const timestampOffset = 14

/** A longer packet block is a damaged length; other blocks are passed over unread, whatever their length. */
const longestBlock = 1 << 20
const mostInterfaces = 4096

interface Interface {
  linkType: number
  snapLength: number
  unitsPerSecond: bigint
  /** Seconds to add. */
  offset: bigint
}

/** pcapng (draft-ietf-opsawg-pcapng): blocks of type, total length, body, total length again. */
export class NextGenerationReader implements BlockReader {
  senseless = 0
  private littleEndian = true
  private interfaces: Interface[] = []
  /** Of the packet before: simple packets have no time of their own. */
  private time = 0

  read(queue: ByteQueue, emit: EmitPacket): Progress {
    while (queue.length >= 12) {
      const head = viewOf(queue.peek(12))
      if (head.getUint32(0) === sectionHeader && !this.beginSection(head))
        return { kind: 'damaged', message: 'a section in no known byte order' }
      const type = head.getUint32(0, this.littleEndian)
      const length = head.getUint32(4, this.littleEndian)
      if (length < 12 || length % 4 !== 0) return { kind: 'damaged', message: `a block of ${length} bytes` }
      if (!isRead(type)) {
        queue.skip(length)
        continue
      }
      if (length > longestBlock) return { kind: 'damaged', message: `a packet block of ${length} bytes` }
      if (queue.length < length) break
      const bytes = queue.peek(length)
      if (!this.readBlock(type, bytes.subarray(8, length - 4), emit)) this.senseless += 1
      queue.skip(length)
    }
    return { kind: 'more' }
  }

  private beginSection(head: DataView): boolean {
    const littleEndian = head.getUint32(8, true) === byteOrderMagic
    if (!littleEndian && head.getUint32(8) !== byteOrderMagic) return false
    this.littleEndian = littleEndian
    this.interfaces = []
    return true
  }

  /** False for a block that makes no sense; the next may. */
  private readBlock(type: number, body: Uint8Array, emit: EmitPacket): boolean {
    const view = viewOf(body)
    switch (type) {
      case interfaceDescription:
        return this.describeInterface(view)
      case simplePacket:
        return this.readSimple(view, body, emit)
      default:
        return this.readTimed(type, view, body, emit)
    }
  }

  private describeInterface(view: DataView): boolean {
    if (view.byteLength < 8 || this.interfaces.length >= mostInterfaces) return false
    const { littleEndian } = this
    const described: Interface = {
      linkType: view.getUint16(0, littleEndian),
      snapLength: view.getUint32(4, littleEndian),
      unitsPerSecond: 1_000_000n,
      offset: 0n,
    }
    for (let at = 8; at + 4 <= view.byteLength;) {
      const code = view.getUint16(at, littleEndian)
      const length = view.getUint16(at + 2, littleEndian)
      if (code === 0 || at + 4 + length > view.byteLength) break
      if (code === timestampResolution && length === 1) described.unitsPerSecond = resolutionOf(view.getUint8(at + 4))
      if (code === timestampOffset && length === 8) described.offset = view.getBigInt64(at + 4, littleEndian)
      at += 4 + Math.ceil(length / 4) * 4
    }
    this.interfaces.push(described)
    return true
  }

  private readSimple(view: DataView, body: Uint8Array, emit: EmitPacket): boolean {
    const described = this.interfaces[0]
    if (described === undefined || view.byteLength < 4) return false
    const original = view.getUint32(0, this.littleEndian)
    const captured = Math.min(original, described.snapLength === 0 ? original : described.snapLength, body.length - 4)
    emit(described.linkType, this.time, body.subarray(4, 4 + captured), original)
    return true
  }

  private readTimed(type: number, view: DataView, body: Uint8Array, emit: EmitPacket): boolean {
    const { littleEndian } = this
    if (view.byteLength < 20) return false
    const described = this.interfaces[type === packet ? view.getUint16(0, littleEndian) : view.getUint32(0, littleEndian)]
    if (described === undefined) return false
    const captured = view.getUint32(12, littleEndian)
    if (20 + captured > body.length) return false
    const units = (BigInt(view.getUint32(4, littleEndian)) << 32n) | BigInt(view.getUint32(8, littleEndian))
    this.time = Number(described.offset * 1000n + (units * 1000n) / described.unitsPerSecond)
    emit(described.linkType, this.time, body.subarray(20, 20 + captured), view.getUint32(16, littleEndian))
    return true
  }
}

function isRead(type: number): boolean {
  return type === interfaceDescription || type === enhancedPacket || type === simplePacket || type === packet
}

/** `if_tsresol`: a power of ten, or of two with the highest bit set. */
function resolutionOf(value: number): bigint {
  return value & 0x80 ? 1n << BigInt(value & 0x7f) : 10n ** BigInt(Math.min(value, 30))
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
