import { longestMessage } from '../model/message.ts'

/** A count of more digits is not a length anyone sends. */
const longestCount = 7

const lineFeed = 10
const carriageReturn = 13
const space = 32
const lessThan = 60

type Emit = (frame: Uint8Array) => void

type State =
  | { kind: 'start' }
  | { kind: 'line' }
  | { kind: 'counted'; remaining: number }
  /** The rest of a frame that was cut. */
  | { kind: 'skip_line' }
  | { kind: 'skip_counted'; remaining: number }

const start: State = { kind: 'start' }

/**
 * Syslog messages out of a TCP stream (RFC 6587), told apart frame by frame: a length before the message (octet counting,
 * section 3.4.1), or a line end or NUL after it (section 3.4.2). Frames that lie whole in the pushed bytes are views of
 * them; take a copy of what is to be kept.
 */
export class Deframer {
  private state: State = start
  private held: Uint8Array = new Uint8Array(0)
  private heldLength = 0
  /** Once one frame was counted, a length is believed even before something that is not a priority. */
  private counts = false
  private readonly maximum: number

  /** `maximum`: a longer frame is cut, so that one sender cannot fill the memory. */
  constructor(maximum = longestMessage) {
    this.maximum = maximum
  }

  push(bytes: Uint8Array, emit: Emit): void {
    let input = bytes
    if (this.state.kind === 'start' && this.heldLength > 0) {
      // A length that came in two pieces: at most eight bytes are put before the new ones.
      this.hold(bytes, 0, bytes.length)
      input = this.takeHeld()
    }
    this.read(input, emit)
  }

  /** The connection is closed: what has come of the last frame is delivered. */
  end(emit: Emit): void {
    if (this.heldLength > 0) emitTrimmed(this.takeHeld(), emit)
    this.state = start
    this.counts = false
  }

  private read(bytes: Uint8Array, emit: Emit): void {
    let at = 0
    // Looked for once a push and not once a frame: a stream without NULs would be searched to its end each time.
    let nul = bytes.indexOf(0)
    while (at < bytes.length) {
      const state = this.state
      switch (state.kind) {
        case 'start':
          at = this.readStart(bytes, at)
          break
        case 'line':
        case 'skip_line': {
          if (nul !== -1 && nul < at) nul = bytes.indexOf(0, at)
          const feed = bytes.indexOf(lineFeed, at)
          const end = feed === -1 ? nul : nul === -1 ? feed : Math.min(feed, nul)
          const stop = end === -1 ? bytes.length : end
          if (state.kind === 'line') this.take(bytes, at, stop, end !== -1, emit)
          if (end !== -1) this.state = start
          at = end === -1 ? stop : stop + 1
          break
        }
        case 'counted': {
          const stop = Math.min(bytes.length, at + state.remaining)
          const remaining = state.remaining - (stop - at)
          this.state = remaining === 0 ? start : { kind: 'counted', remaining }
          this.take(bytes, at, stop, remaining === 0, emit)
          at = stop
          break
        }
        case 'skip_counted': {
          const stop = Math.min(bytes.length, at + state.remaining)
          const remaining = state.remaining - (stop - at)
          this.state = remaining === 0 ? start : { kind: 'skip_counted', remaining }
          at = stop
          break
        }
      }
    }
  }

  /** Decides how the frame at `at` ends; the index its content begins at. */
  private readStart(bytes: Uint8Array, at: number): number {
    const first = bytes[at] ?? 0
    if (first === lineFeed || first === carriageReturn || first === 0) return at + 1
    this.state = { kind: 'line' }
    if (first < 49 || first > 57) return at
    let index = at
    let count = 0
    while (index < bytes.length && index - at <= longestCount && isDigit(bytes[index])) {
      count = count * 10 + (bytes[index] ?? 48) - 48
      index += 1
    }
    if (index - at > longestCount) return at
    if (index >= bytes.length - 1 && (index === bytes.length || bytes[index] === space)) {
      this.state = start
      this.hold(bytes, at, bytes.length)
      return bytes.length
    }
    if (bytes[index] !== space || !(this.counts || bytes[index + 1] === lessThan)) return at
    this.counts = true
    this.state = { kind: 'counted', remaining: count }
    return index + 1
  }

  /** Adds a piece to the frame and emits the frame if that completes it, or if it has grown too long. */
  private take(bytes: Uint8Array, at: number, stop: number, complete: boolean, emit: Emit): void {
    const room = this.maximum - this.heldLength
    const isCut = stop - at > room
    const end = isCut ? at + room : stop
    if (this.heldLength === 0 && (complete || isCut)) emitTrimmed(bytes.subarray(at, end), emit)
    else {
      this.hold(bytes, at, end)
      if (complete || isCut) emitTrimmed(this.takeHeld(), emit)
    }
    if (!isCut || complete) return
    this.state = this.state.kind === 'counted' ? { kind: 'skip_counted', remaining: this.state.remaining } : { kind: 'skip_line' }
  }

  private hold(bytes: Uint8Array, at: number, end: number): void {
    const length = this.heldLength + end - at
    if (length > this.held.length) {
      const grown = new Uint8Array(Math.max(length, this.held.length * 2, 256))
      grown.set(this.held.subarray(0, this.heldLength))
      this.held = grown
    }
    this.held.set(bytes.subarray(at, end), this.heldLength)
    this.heldLength = length
  }

  private takeHeld(): Uint8Array {
    const taken = this.held.subarray(0, this.heldLength)
    this.held = new Uint8Array(0)
    this.heldLength = 0
    return taken
  }
}

function emitTrimmed(frame: Uint8Array, emit: Emit): void {
  let end = frame.length
  while (end > 0 && (frame[end - 1] === carriageReturn || frame[end - 1] === lineFeed || frame[end - 1] === 0)) end -= 1
  if (end > 0) emit(end === frame.length ? frame : frame.subarray(0, end))
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 48 && code <= 57
}
