import type { IpPacket } from './ip-packet.ts'

interface Assembly {
  pieces: { offset: number; bytes: Uint8Array }[]
  /** Of the whole payload, once its last fragment has come. */
  total: number | undefined
  bytes: number
  began: number
}

const mostAssemblies = 256
const mostBytes = 4 << 20
/** A datagram has at most 65,535 bytes; the smallest fragments that networks make hold 8. */
const mostPieces = 1024
const longestPayload = 65_535
/** Of capture time (RFC 8200 section 4.5: 60 seconds). Milliseconds. */
const longestWait = 60_000

/** Puts fragmented IP packets together, bounded in number, bytes and time. */
export class Fragments {
  private readonly assemblies = new Map<string, Assembly>()
  private bytes = 0
  /** Datagrams given up: a fragment missing, overlapping or out of bounds. */
  lost = 0

  /** The whole payload when `piece` completed it. */
  add(packet: IpPacket, fragment: NonNullable<IpPacket['fragment']>, piece: Uint8Array, time: number): Uint8Array | undefined {
    this.expire(time)
    const key = `${packet.source} ${packet.destination} ${packet.protocol} ${fragment.identification}`
    const assembly = this.assemblies.get(key) ?? { pieces: [], total: undefined, bytes: 0, began: time }
    this.assemblies.set(key, assembly)
    if (!this.fits(assembly, fragment, piece)) {
      this.giveUp(key, assembly)
      return undefined
    }
    const isRepeated = assembly.pieces.some(({ offset, bytes }) => offset === fragment.offset && bytes.length === piece.length)
    if (isRepeated) return undefined
    assembly.pieces.push({ offset: fragment.offset, bytes: piece.slice() })
    assembly.bytes += piece.length
    this.bytes += piece.length
    if (!fragment.more) assembly.total = fragment.offset + piece.length
    if (assembly.bytes === assembly.total) {
      this.forget(key, assembly)
      return join(assembly)
    }
    for (const [oldest, other] of this.assemblies) {
      if (this.assemblies.size <= mostAssemblies && this.bytes <= mostBytes) break
      this.giveUp(oldest, other)
    }
    return undefined
  }

  /** Datagrams that never became whole. */
  get incomplete(): number {
    return this.lost + this.assemblies.size
  }

  /** Overlapping fragments are an attack or damage: the whole datagram goes (RFC 5722 section 4). */
  private fits(assembly: Assembly, fragment: { offset: number; more: boolean }, piece: Uint8Array): boolean {
    const end = fragment.offset + piece.length
    if (piece.length === 0 || end > longestPayload || assembly.pieces.length >= mostPieces) return false
    if (fragment.more && piece.length % 8 !== 0) return false
    if (assembly.total !== undefined && (end > assembly.total || (!fragment.more && end !== assembly.total))) return false
    return assembly.pieces.every(({ offset, bytes }) => {
      const isRepeated = offset === fragment.offset && bytes.length === piece.length
      return isRepeated || ((end <= offset || fragment.offset >= offset + bytes.length) && (fragment.more || offset < end))
    })
  }

  private expire(time: number): void {
    for (const [key, assembly] of this.assemblies) {
      if (Math.abs(time - assembly.began) <= longestWait) break
      this.giveUp(key, assembly)
    }
  }

  private giveUp(key: string, assembly: Assembly): void {
    this.forget(key, assembly)
    this.lost += 1
  }

  private forget(key: string, assembly: Assembly): void {
    this.assemblies.delete(key)
    this.bytes -= assembly.bytes
  }
}

function join(assembly: Assembly): Uint8Array {
  const whole = new Uint8Array(assembly.bytes)
  for (const { offset, bytes } of assembly.pieces) whole.set(bytes, offset)
  return whole
}
