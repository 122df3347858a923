import { longestMessage } from '../model/message.ts'
import type { FileReader } from './file-reader.ts'

/** Every line of a file as it is. */
export function readLines(emit: (line: Uint8Array) => void): FileReader {
  const splitter = new LineSplitter()
  return {
    push(bytes) {
      splitter.push(bytes, emit)
      return undefined
    },
    end() {
      splitter.end(emit)
      return []
    },
  }
}

/** Bytes in pieces → lines without their line ends (LF or CRLF); empty lines are passed over, longer ones cut. */
export class LineSplitter {
  private rest: Uint8Array = new Uint8Array(0)
  private skipping = false

  push(bytes: Uint8Array, emit: (line: Uint8Array) => void): void {
    let start = 0
    for (;;) {
      const end = bytes.indexOf(10, start)
      if (end === -1) break
      this.finish(bytes.subarray(start, end), emit)
      start = end + 1
    }
    if (start < bytes.length) this.keep(bytes.subarray(start), emit)
  }

  end(emit: (line: Uint8Array) => void): void {
    this.finish(new Uint8Array(0), emit)
  }

  private finish(tail: Uint8Array, emit: (line: Uint8Array) => void): void {
    if (this.skipping) {
      this.skipping = false
      return
    }
    const line = this.rest.length === 0 ? tail : concatenate(this.rest, tail)
    this.rest = new Uint8Array(0)
    this.emitLine(line, emit)
  }

  private emitLine(line: Uint8Array, emit: (line: Uint8Array) => void): void {
    let end = line.length
    if (line[end - 1] === 13) end -= 1
    if (end > longestMessage) end = longestMessage
    if (end > 0) emit(line.subarray(0, end))
  }

  private keep(bytes: Uint8Array, emit: (line: Uint8Array) => void): void {
    if (this.skipping) return
    this.rest = concatenate(this.rest, bytes)
    if (this.rest.length <= longestMessage) return
    this.emitLine(this.rest, emit)
    this.rest = new Uint8Array(0)
    this.skipping = true
  }
}

function concatenate(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}
