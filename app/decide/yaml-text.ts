import { isAlias, isMap, isScalar, LineCounter, parseDocument, type Document, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml'

/** Something wrong in a text, where it stands; lines and columns from 1. */
export interface TextProblem {
  line: number
  column: number
  /** `profiles.path_probing.risk_score`; empty where the text as a whole is meant. */
  path: string
  message: string
}

export type Path = readonly (string | number)[]

/** YAML, and so JSON too, with the places of what it says: a number knows how it was written, a problem where it is. */
export class YamlText {
  readonly problems: TextProblem[] = []
  private readonly lines = new LineCounter()
  private readonly document: Document.Parsed

  constructor(text: string) {
    this.document = parseDocument(text, { lineCounter: this.lines })
    for (const { message, linePos } of this.document.errors) {
      const [at] = linePos ?? []
      this.problems.push({ line: at?.line ?? 1, column: at?.col ?? 1, path: '', message: message.split(/ at line \d+|:?\n/)[0] ?? message })
    }
  }

  /** Whether what it says can be told at all; what a broken text seems to say is guesswork. */
  get isBroken(): boolean {
    return this.document.errors.some(({ code }) => code !== 'DUPLICATE_KEY')
  }

  /** The mapping that the text is; nothing to read counts as an empty one. */
  root(): YAMLMap | undefined {
    const root = this.resolve(this.document.contents)
    if (root === undefined || (isScalar(root) && root.value === null)) return this.document.createNode({}) as unknown as YAMLMap
    return isMap(root) ? root : undefined
  }

  /** Key → what stands under it, in the order of the text. */
  entries(map: YAMLMap): { key: string; keyNode: Node; node: Node | undefined }[] {
    return (map.items as Pair<Node, Node | null>[]).map(({ key, value }) => ({
      key: String(isScalar(key) ? key.value : key),
      keyNode: key,
      node: this.resolve(value),
    }))
  }

  /** What an alias stands for; `undefined` where nothing stands. */
  resolve(node: Node | null | undefined): Node | undefined {
    if (!isAlias(node)) return node ?? undefined
    return node.resolve(this.document)
  }

  at(map: YAMLMap, key: string): Node | undefined {
    return this.entries(map).find((entry) => entry.key === key)?.node
  }

  /** As plain data; aliases that grow beyond measure are refused. */
  valueOf(node: Node | undefined): { kind: 'value'; value: unknown } | { kind: 'unreadable' } {
    if (node === undefined) return { kind: 'value', value: null }
    try {
      return { kind: 'value', value: node.toJS(this.document, { maxAliasCount: 100 }) }
    } catch {
      return { kind: 'unreadable' }
    }
  }

  /** Tells of a problem with what stands at `path` under `node`, or with the nearest thing above it that is there. */
  tell(node: Node | undefined, prefix: Path, path: Path, message: string): void {
    const { line, col } = this.lines.linePos(this.placeOf(node, path))
    this.problems.push({ line: Math.max(line, 1), column: Math.max(col, 1), path: [...prefix, ...path].join('.'), message })
  }

  private placeOf(node: Node | undefined, path: Path): number {
    let place = node?.range?.[0] ?? 0
    let current = node
    for (const step of path) {
      const map = isMap(current) ? current : undefined
      const entry = map && this.entries(map as YAMLMap).find(({ key }) => key === String(step))
      if (entry === undefined) {
        const item = (current as { items?: unknown[] } | undefined)?.items?.[Number(step)] as Node | undefined
        if (item?.range == null) return place
        current = item
      } else current = entry.node
      place = (current ?? entry?.keyNode)?.range?.[0] ?? place
    }
    return place
  }
}

/** Whether a number is written as whole numbers are: 50.0 and 5e1 say that a fraction was thought of. */
export function isWrittenWhole(node: Node | undefined): boolean {
  if (!isScalar(node) || typeof node.value !== 'number') return true
  const { source } = node as Scalar & { source?: string }
  return source === undefined || /^[-+]?\d+$/.test(source)
}
