/** Uploads are kept in memory until newer ones push them out. */
const mostFiles = 3
/** A million values with long times and a label are about as long. Characters. */
export const longestFile = 96 << 20

export type UploadResult = { kind: 'taken'; length: number } | { kind: 'refused'; message: string }

/** Files of the sandbox, gathered from pieces. */
export class SandboxFiles {
  /** The one touched last at the end. */
  private readonly files = new Map<string, { pieces: string[]; length: number }>()

  /** A piece at 0 begins the file anew; any other must follow what is there. */
  add(name: string, at: number, text: string): UploadResult {
    const file = at === 0 ? { pieces: [], length: 0 } : this.files.get(name)
    if (file === undefined) return { kind: 'refused', message: `There is no upload ${name} any more; begin it anew.` }
    if (file.length !== at) return { kind: 'refused', message: `A piece at ${at} does not follow the ${file.length} characters there are.` }
    if (at + text.length > longestFile) return { kind: 'refused', message: `A file of the sandbox holds at most ${longestFile >> 20} MB.` }
    this.files.delete(name)
    this.files.set(name, { pieces: [...file.pieces, text], length: at + text.length })
    for (const oldest of this.files.keys()) {
      if (this.files.size <= mostFiles) break
      this.files.delete(oldest)
    }
    return { kind: 'taken', length: at + text.length }
  }

  text(name: string): string | undefined {
    return this.files.get(name)?.pieces.join('')
  }
}
