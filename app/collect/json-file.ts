import { open, stat, type FileHandle } from 'node:fs/promises'
import type { Opener, Sink } from './collector.ts'
import { longestMessage } from '../model/message.ts'

/** How often a file is looked at for what was added. Milliseconds. */
const pause = 500
const readSize = 1 << 18
const lineFeed = 10

/**
 * Values of streams from a file of JSON lines: read once, or followed as it grows. Each message says where its line ended,
 * so that a restart goes on behind the last one that was stored. A file that became shorter, or another of its name, is
 * read from its beginning.
 */
export const jsonFile: Opener = {
  type: 'json-file',
  wire: 'measurement',
  transport: 'file',
  async open(source, sink) {
    const { path = '', follow = true, offset = 0, inode } = source
    try {
      await (await open(path)).close()
    } catch (error) {
      return { kind: 'failed', failure: { kind: 'failed', message: describeFileError(path, error) } }
    }
    const reader = new FileReader({ path, follow, offset, inode }, sink)
    reader.start()
    return { kind: 'listening', address: path, port: 0, close: () => reader.close() }
  },
}

class FileReader {
  private closed = false
  private running: Promise<void> = Promise.resolve()
  private timer: NodeJS.Timeout | undefined
  /** The file that is read, which keeps its lines when another takes its name. */
  private current: FileHandle | undefined
  private unreadable = false
  /** Of the file that `offset` is about; undefined where nobody knows. */
  private inode: number | undefined
  /** Bytes that begin a line whose end has not come. */
  private rest: Buffer = Buffer.alloc(0)
  /** Where `rest` ends. */
  private offset: number
  private skipping = false
  private readonly path: string
  private readonly follow: boolean
  private readonly sink: Sink

  constructor({ path, follow, offset, inode }: { path: string; follow: boolean; offset: number; inode: number | undefined }, sink: Sink) {
    this.path = path
    this.follow = follow
    this.offset = offset
    this.inode = inode
    this.sink = sink
  }

  start(): void {
    this.running = this.readOn()
  }

  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.timer)
    await this.running
    await this.letGo()
  }

  private async readOn(): Promise<void> {
    try {
      this.current ??= await open(this.path)
      const now = await stat(this.path).catch(() => undefined)
      const { ino, size } = await this.current.stat()
      if (size < this.offset || (this.inode !== undefined && this.inode !== ino)) this.restart()
      this.inode = ino
      if (size > this.offset) await this.readTo(this.current)
      if (now !== undefined && now.ino !== ino) await this.leave(this.current)
      this.unreadable = false
    } catch (error) {
      this.noteUnreadable((error as NodeJS.ErrnoException).code)
      await this.letGo()
    }
    if (!this.follow) await this.letGo()
    if (this.closed || !this.follow) return
    this.timer = setTimeout(() => this.start(), pause)
  }

  /** Tried again, and told of once. Between two files of the name, as rotation leaves it, nothing is lost. */
  private noteUnreadable(code: string | undefined): void {
    if (code === 'ENOENT') return
    if (!this.unreadable) this.sink.refused('unreadable_file', 1)
    this.unreadable = true
  }

  private async letGo(): Promise<void> {
    const former = this.current
    this.current = undefined
    await former?.close()
  }

  private restart(): void {
    this.offset = 0
    this.rest = Buffer.alloc(0)
    this.skipping = false
  }

  /** Another file has the name: nothing more comes to the former one, and its last line has ended as well. */
  private async leave(former: FileHandle): Promise<void> {
    // What was written to it since it was read to its end.
    await this.readTo(former)
    if (this.closed) return
    if (this.rest.length > 0) this.emit(this.rest, this.offset)
    await this.letGo()
    this.restart()
    this.current = await open(this.path)
    this.inode = (await this.current.stat()).ino
    await this.readTo(this.current)
  }

  private async readTo(handle: FileHandle): Promise<void> {
    while (!this.closed && (await this.readPiece(handle))) {
      if (this.sink.full) await new Promise<void>((resolve) => this.sink.onDrain(resolve))
    }
    if (!this.follow && !this.closed && this.rest.length > 0) this.emit(this.rest, this.offset)
  }

  private async readPiece(handle: FileHandle): Promise<boolean> {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(readSize), 0, readSize, this.offset)
    if (bytesRead === 0) return false
    const base = this.offset - this.rest.length
    const bytes = Buffer.concat([this.rest, buffer.subarray(0, bytesRead)])
    let from = 0
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, from)) {
      if (this.skipping) this.skipping = false
      else this.emit(bytes.subarray(from, end), base + end + 1)
      from = end + 1
    }
    this.offset += bytesRead
    this.rest = Buffer.from(bytes.subarray(from))
    if (this.rest.length > longestMessage) {
      if (!this.skipping) this.emit(this.rest, this.offset)
      this.skipping = true
      this.rest = Buffer.alloc(0)
    }
    return true
  }

  private emit(line: Buffer, offset: number): void {
    const end = line.at(-1) === 13 ? line.length - 1 : line.length
    if (end > 0) this.sink.push(line.subarray(0, Math.min(end, longestMessage)), `file:${this.path}#${offset}@${this.inode}`, Date.now())
  }
}

function describeFileError(path: string, error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `${path}: there is no such file`
  if (code === 'EACCES') return `${path}: not allowed to read it`
  return `${path}: ${error instanceof Error ? error.message : String(error)}`
}
