import { isMap, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'

/** A YAML text that knows where everything in it stands. */
export class PlacedYaml {
  readonly document: Document
  private readonly lines = new LineCounter()

  constructor(text: string) {
    this.document = parseDocument(text, { lineCounter: this.lines })
  }

  /** Line and column of a path, or of the nearest thing above it that exists. */
  locate(path: readonly PropertyKey[]): { line: number; column: number } {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = offsetOf(path.slice(0, length), this.document)
      if (offset === undefined) continue
      const { line, col } = this.lines.linePos(offset)
      return { line, column: col }
    }
    return { line: 1, column: 1 }
  }
}

function offsetOf(path: readonly PropertyKey[], document: Document): number | undefined {
  const parent = document.getIn(path.slice(0, -1), true) as Node | undefined
  const last = path.at(-1)
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => String((key as { value?: unknown } | null)?.value) === String(last))
    return (pair?.key as Node | undefined)?.range?.[0]
  }
  if (isSeq(parent)) return (parent.items[Number(last)] as Node | undefined)?.range?.[0]
  return undefined
}
