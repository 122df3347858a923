import type { TelemetryRecord } from '../model/record.ts'
import { Column } from './block-column.ts'
import { hasBinaryRaw } from '../model/value-test.ts'

/**
 * Records of one parser carry the same fields in the same order. The orders seen form a tree whose nodes know
 * their column, so that on the usual path a field costs one comparison of pointers instead of a look-up, and a
 * record's fields are said by one number, its shape.
 */
interface Node {
  name: string
  column: Column
  children: Map<string, Node>
  /** The child taken last. */
  recent: Node | undefined
  /** Shape numbers of records that end here, with raw bytes of text and of binary; valid in block `block`. */
  shape: number
  binaryShape: number
  block: number
}

export interface Shape {
  columns: Column[]
  binary: boolean
}

/** Field names come off the wire: what was learnt is forgotten beyond these. */
const mostNodes = 20_000
const mostColumns = 500

export class Shapes {
  readonly shapes: Shape[] = []
  /** Columns that this block has values in. */
  readonly columns: Column[] = []
  private block = 0
  private nodes = 0
  private root = createNode('', new Column(''))
  private readonly byName = new Map<string, Column>()

  reset(): void {
    this.block += 1
    this.shapes.length = 0
    this.columns.length = 0
    if (this.nodes > mostNodes || this.byName.size > mostColumns) {
      this.root = createNode('', new Column(''))
      this.byName.clear()
      this.nodes = 0
    }
  }

  /** Puts the record's fields into their columns and returns its shape's number. */
  add(record: TelemetryRecord): number {
    const { fields } = record
    const binary = hasBinaryRaw(fields)
    // A message is looked for at the end of raw only where a search of raw would find it.
    const raw = binary ? nothing : record.raw
    let node = this.root
    for (const name in fields) {
      const value = fields[name]
      if (value === undefined) continue
      const recent = node.recent
      node = recent !== undefined && recent.name === name ? recent : this.step(node, name)
      const column = node.column
      if (column.block !== this.block) this.open(column)
      column.add(value, raw)
    }
    if (node.block !== this.block) {
      node.block = this.block
      node.shape = node.binaryShape = -1
    }
    if (binary) {
      if (node.binaryShape < 0) node.binaryShape = this.define(record, true)
      return node.binaryShape
    }
    if (node.shape < 0) node.shape = this.define(record, false)
    return node.shape
  }

  private open(column: Column): void {
    column.reset()
    column.block = this.block
    this.columns.push(column)
  }

  private step(node: Node, name: string): Node {
    let child = node.children.get(name)
    if (child === undefined) {
      let column = this.byName.get(name)
      if (column === undefined) {
        column = new Column(name)
        this.byName.set(name, column)
      }
      child = createNode(name, column)
      node.children.set(name, child)
      this.nodes += 1
    }
    node.recent = child
    return child
  }

  private define(record: TelemetryRecord, binary: boolean): number {
    const columns: Column[] = []
    for (const name in record.fields) {
      if (record.fields[name] !== undefined) columns.push(this.byName.get(name)!)
    }
    this.shapes.push({ columns, binary })
    return this.shapes.length - 1
  }
}

const nothing = new Uint8Array(0)

function createNode(name: string, column: Column): Node {
  return { name, column, children: new Map(), recent: undefined, shape: -1, binaryShape: -1, block: -1 }
}
