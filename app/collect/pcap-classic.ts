import type { ByteQueue } from './byte-queue.ts'
import type { BlockReader, EmitPacket, Progress } from './pcap.ts'

const fileHeader = 24
const packetHeader = 16
/** libpcap's MAXIMUM_SNAPLEN: a longer packet is a damaged length. */
const longestPacket = 262_144

interface Format {
  littleEndian: boolean
  /** Units of a second in the second half of a timestamp. */
  fraction: number
  linkType: number
}

/** libpcap's own file format (draft-ietf-opsawg-pcap). */
export class ClassicReader implements BlockReader {
  readonly senseless = 0
  private format: Format | undefined

  read(queue: ByteQueue, emit: EmitPacket): Progress {
    if (this.format === undefined) {
      if (queue.length < fileHeader) return { kind: 'more' }
      this.format = readFormat(viewOf(queue.peek(fileHeader)))
      queue.skip(fileHeader)
    }
    const { littleEndian, fraction, linkType } = this.format
    while (queue.length >= packetHeader) {
      const view = viewOf(queue.peek(packetHeader))
      const length = view.getUint32(8, littleEndian)
      if (length > longestPacket) return { kind: 'damaged', message: `a packet of ${length} bytes` }
      if (queue.length < packetHeader + length) break
      const time = view.getUint32(0, littleEndian) * 1000 + Math.floor((view.getUint32(4, littleEndian) * 1000) / fraction)
      emit(linkType, time, queue.peek(packetHeader + length).subarray(packetHeader), view.getUint32(12, littleEndian))
      queue.skip(packetHeader + length)
    }
    return { kind: 'more' }
  }
}

function readFormat(view: DataView): Format {
  const magic = view.getUint32(0)
  const littleEndian = magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1
  const nanoseconds = magic === 0xa1b23c4d || magic === 0x4d3cb2a1
  // The upper four bits tell of a frame check sequence; the link type is below.
  return { littleEndian, fraction: nanoseconds ? 1e9 : 1e6, linkType: view.getUint32(20, littleEndian) & 0x0fff_ffff }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
