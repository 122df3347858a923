/** Digits at which a run of them may be a card number (ISO/IEC 7812: 13 to 19 are in use). */
export const cardDigits = 13

/** The trigger that is no literal: a run of 13 digits, each with at most one space or dash before it. */
export const digitRun = '#'.repeat(cardDigits)

export interface TriggerAutomaton {
  /** Byte → class: letters of both cases are one, and so is everything that no trigger holds. */
  classes: Uint8Array
  /** State + class → state. A state is the index of its row. */
  next: Uint16Array
  start: number
  /** States from this on are those in which a trigger has ended: one comparison tells, a byte. */
  firstFound: number
  /** Which triggers (by index) have ended in the state, the longest first. */
  found: (state: number) => readonly number[]
}

interface Node {
  next: Map<number, number>
  fail: number
  found: number[]
}

/**
 * Aho–Corasick as a dense table, and in the same table a counter of digits: one look-up a byte decides for all triggers
 * at once that a line holds none. Measured on 112-byte lines: 0.2 µs a line, against 0.7 µs of one regular expression
 * over all and 2.2 µs of `Buffer.indexOf` a trigger.
 */
export function buildAutomaton(triggers: readonly string[]): TriggerAutomaton {
  const { classes, width, classOf } = classifyBytes(triggers)
  const nodes = plantTrie(triggers, classOf)
  const words = nodes.length
  const hasDigits = triggers.includes(digitRun)
  const count = words + (hasDigits ? 3 * cardDigits - 2 : 0)
  const rows = new Uint16Array(count * width)
  connectFailures(nodes, rows, width)
  const found = nodes.map((node) => node.found)
  if (hasDigits) countDigits({ rows, width, words, classOf, found }, triggers.indexOf(digitRun))
  return sortStates(rows, width, count, found, classes)
}

function classifyBytes(triggers: readonly string[]): { classes: Uint8Array; width: number; classOf: (character: string) => number } {
  const classes = new Uint8Array(256)
  let last = 0
  const characters = new Set(triggers.flatMap((trigger) => (trigger === digitRun ? ['0', ' ', '-'] : [...trigger])))
  for (const character of characters) {
    last += 1
    for (const form of new Set([character, character.toUpperCase()])) classes[form.charCodeAt(0)] = last
    if (character === '0') classes.fill(last, 48, 58)
  }
  return { classes, width: 2 ** Math.ceil(Math.log2(last + 1)), classOf: (character) => classes[character.charCodeAt(0)] ?? 0 }
}

function plantTrie(triggers: readonly string[], classOf: (character: string) => number): Node[] {
  const nodes: Node[] = [{ next: new Map(), fail: 0, found: [] }]
  for (const [index, trigger] of triggers.entries()) {
    if (trigger === digitRun) continue
    let node = nodes[0] as Node
    for (const character of trigger) {
      const byte = classOf(character)
      let child = node.next.get(byte)
      if (child === undefined) {
        child = nodes.length
        nodes.push({ next: new Map(), fail: 0, found: [] })
        node.next.set(byte, child)
      }
      node = nodes[child] as Node
    }
    node.found.push(index)
  }
  return nodes
}

/** Breadth first: the row of a node's failure is complete before its own is made. */
function connectFailures(nodes: readonly Node[], rows: Uint16Array, width: number): void {
  const queue = [0]
  for (const state of queue) {
    const node = nodes[state] as Node
    if (state !== 0) node.found.push(...(nodes[node.fail] as Node).found)
    for (let byte = 0; byte < width; byte += 1) {
      const inherited = state === 0 ? 0 : (rows[node.fail * width + byte] as number)
      const child = node.next.get(byte)
      rows[state * width + byte] = child ?? inherited
      if (child === undefined) continue
      ;(nodes[child] as Node).fail = inherited
      queue.push(child)
    }
  }
}

interface Table {
  rows: Uint16Array
  width: number
  words: number
  classOf: (character: string) => number
  found: number[][]
}

/** After k digits, and after k digits and a separator: each behaves as the same byte would elsewhere, and counts. */
function countDigits({ rows, width, words, classOf, found }: Table, trigger: number): void {
  const digits = (count: number) => words + count - 1
  const separated = (count: number, separator: number) => words + cardDigits + 2 * (count - 1) + separator
  const copyRow = (from: number, to: number) => rows.copyWithin(to * width, from * width, (from + 1) * width)
  const digit = classOf('0')
  for (let word = 0; word < words; word += 1) if (rows[word * width + digit] === 0) rows[word * width + digit] = digits(1)
  for (let count = 1; count <= cardDigits; count += 1) {
    copyRow(0, digits(count))
    rows[digits(count) * width + digit] = digits(Math.min(count + 1, cardDigits))
    found[digits(count)] = count === cardDigits ? [trigger] : []
    if (count === cardDigits) continue
    for (const [index, separator] of [' ', '-'].entries()) {
      const state = separated(count, index)
      copyRow(rows[classOf(separator)] as number, state)
      rows[state * width + digit] = digits(count + 1)
      rows[digits(count) * width + classOf(separator)] = state
      found[state] = [...(found[rows[classOf(separator)] as number] ?? [])]
    }
  }
}

function sortStates(
  rows: Uint16Array,
  width: number,
  count: number,
  found: readonly (readonly number[])[],
  classes: Uint8Array,
): TriggerAutomaton {
  const isFound = (state: number) => (found[state] ?? []).length > 0
  const states = Array.from({ length: count }, (_, state) => state)
  const order = [...states.filter((state) => !isFound(state)), ...states.filter(isFound)]
  const row = new Uint16Array(count)
  for (const [place, state] of order.entries()) row[state] = place * width
  const next = new Uint16Array(rows.length)
  for (const state of states) {
    for (let byte = 0; byte < width; byte += 1) next[(row[state] as number) + byte] = row[rows[state * width + byte] as number] as number
  }
  const firstFound = order.findIndex(isFound) * width
  const ended = order.map((state) => found[state] ?? [])
  return { classes, next, start: row[0] as number, firstFound, found: (state) => ended[state / width] ?? [] }
}
