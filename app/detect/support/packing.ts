const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'
const characters = Array.from(alphabet, (character) => character.charCodeAt(0))
const values = new Map(characters.map((code, value) => [code, value]))
const pieceLength = 1024
const digits = 6

/** 32-bit integers as text for a snapshot: six characters each, in pieces of 1024; a piece of zeros is empty. A third of their size in JSON's decimals. */
export function packIntegers(integers: Int32Array): string[] {
  const pieces: string[] = []
  for (let start = 0; start < integers.length; start += pieceLength) {
    const piece = integers.subarray(start, start + pieceLength)
    pieces.push(piece.every((integer) => integer === 0) ? '' : packPiece(piece))
  }
  return pieces
}

function packPiece(piece: Int32Array): string {
  const codes = new Array<number>(piece.length * digits)
  let at = 0
  for (const integer of piece) {
    for (let shift = 30; shift >= 0; shift -= 6) codes[at++] = characters[(integer >>> shift) & 63]!
  }
  return String.fromCharCode(...codes)
}

export function unpackIntegers(pieces: readonly string[], length: number): Int32Array {
  const integers = new Int32Array(length)
  for (const [index, piece] of pieces.entries()) {
    for (let at = 0; at < piece.length; at += digits) {
      let integer = 0
      for (let digit = 0; digit < digits; digit += 1) integer = (integer << 6) | values.get(piece.charCodeAt(at + digit))!
      integers[index * pieceLength + at / digits] = integer
    }
  }
  return integers
}
