/** Takes the bytes of a file in pieces. */
export interface FileReader {
  /** Says why the file is none of its kind, if that is how it turns out. */
  push(bytes: Uint8Array): string | undefined
  /** Its problems. */
  end(): string[]
}
