import { ByteQueue } from './byte-queue.ts'
import { ClassicReader } from './pcap-classic.ts'
import { NextGenerationReader } from './pcap-next-generation.ts'
import { PacketReader } from './packet-reader.ts'

/** A UDP payload out of a capture. */
export interface Datagram {
  /** Lent: valid until the call returns. */
  payload: Uint8Array
  sourceAddress: string
  sourcePort: number
  destinationAddress: string
  destinationPort: number
  /** When it was captured; milliseconds since the epoch. */
  time: number
}

export type EmitDatagram = (datagram: Datagram) => void

/** Hands on one captured packet: its link type (https://www.tcpdump.org/linktypes.html), time and bytes. */
export type EmitPacket = (linkType: number, time: number, bytes: Uint8Array, originalLength: number) => void

/** How far a reader of blocks came: it wants more bytes, or the capture cannot be read on. */
export type Progress = { kind: 'more' } | { kind: 'damaged'; message: string }

export interface BlockReader {
  /** Blocks passed over because they make no sense. */
  readonly senseless: number
  /** Takes whole blocks off the queue; leaves what is not whole. */
  read(queue: ByteQueue, emit: EmitPacket): Progress
}

/** libpcap's own (microseconds and nanoseconds, both byte orders) and pcapng's section header. */
const classicMagics = new Set([0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1])
const nextGenerationMagic = 0x0a0d0d0a

/**
 * Reads a capture as it comes, in pieces of any size, and gives the UDP payloads in it, fragments put together.
 * What is damaged or cut off is counted and told at the end; what could be read before it has been emitted.
 */
export class PcapReader {
  private readonly queue = new ByteQueue()
  private readonly packets = new PacketReader()
  private reader: BlockReader | undefined
  private damage: string | undefined
  private count = 0

  push(bytes: Uint8Array, emit: EmitDatagram): void {
    if (this.damage !== undefined) return
    // In bounded windows, so that a whole file given at once is not copied at once.
    for (let at = 0; at < bytes.length && this.damage === undefined; at += window) {
      this.queue.push(bytes.subarray(at, at + window))
      this.readBlocks(emit)
    }
  }

  /** What went wrong, in sentences; empty when nothing did. */
  end(): string[] {
    const problems = this.packets.problems()
    if (this.damage !== undefined) problems.unshift(this.damage)
    else if (this.reader === undefined) problems.unshift('the file is too short for a capture')
    else if (this.queue.length > 0 || this.queue.isSkipping) problems.unshift(`the capture is cut off after packet ${this.count}`)
    const senseless = this.reader?.senseless ?? 0
    if (senseless > 0) problems.push(`${senseless} ${senseless === 1 ? 'block makes' : 'blocks make'} no sense`)
    return problems
  }

  private readBlocks(emit: EmitDatagram): void {
    if (this.reader === undefined) {
      if (this.queue.length < 4) return
      const magic = new DataView(this.queue.peek(4).slice().buffer).getUint32(0)
      if (classicMagics.has(magic)) this.reader = new ClassicReader()
      else if (magic === nextGenerationMagic) this.reader = new NextGenerationReader()
      else {
        this.damage = 'the file is neither a pcap nor a pcapng capture'
        return
      }
    }
    const progress = this.reader.read(this.queue, (linkType, time, bytes, originalLength) => {
      this.count += 1
      this.packets.read(linkType, time, bytes, originalLength, emit)
    })
    if (progress.kind === 'damaged') this.damage = `the capture is damaged after packet ${this.count}: ${progress.message}`
  }
}

const window = 1 << 18
