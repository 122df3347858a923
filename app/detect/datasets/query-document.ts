import {
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

export type DocumentReading =
  { kind: 'read'; document: DocumentNode; operation: OperationDefinitionNode } | { kind: 'invalid'; message: string }

/** Documents are written by whoever asks: no more of one is read. */
const mostTokens = 10_000
/** Fragments may hold fragments: fields that would be beyond this are not looked at. */
const mostFields = 5000

/** A query as its text says; the operation that was asked for, or the last one. */
export function readDocument(query: string, operationName: string | null): DocumentReading {
  try {
    const document = parse(query, { noLocation: true, maxTokens: mostTokens })
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    const operation = operations.find(({ name }) => operationName !== null && name?.value === operationName) ?? operations.at(-1)
    if (operation === undefined) return { kind: 'invalid', message: 'Invalid GraphQL query: it asks for nothing' }
    return { kind: 'read', document, operation }
  } catch (error) {
    // A document nested deeper than the stack is no query either.
    return { kind: 'invalid', message: `Invalid GraphQL query: ${error instanceof Error ? error.message : String(error)}` }
  }
}

export interface RootField {
  /** Under which its answer is found: its alias, or its name. */
  key: string
  /** The dataset. */
  name: string
  /** Of everything asked for below it, without aliases: `id`, `orders.total`. */
  fields: string[]
}

/** What the operation asks for, fragments followed. */
export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): RootField[] {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  // Roots and what is below them share one budget.
  const around = { fragments, budget: { left: mostFields } }
  const roots: RootField[] = []
  walk(operation.selectionSet, [], around, ([name], { alias, selectionSet }) => {
    const fields = new Set<string>()
    if (selectionSet !== undefined) {
      walk(selectionSet, [], around, (path) => {
        if (!path.at(-1)!.startsWith('__')) fields.add(path.join('.'))
        return true
      })
    }
    roots.push({ key: alias?.value ?? name!, name: name!, fields: [...fields] })
    return false
  })
  return roots
}

interface Around {
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  budget: { left: number }
}

/** Says whether to go on below the field. */
type Found = (path: string[], field: FieldNode) => boolean

/** A fragment that holds itself ends where it began. */
function walk(set: SelectionSetNode, path: readonly string[], around: Around, found: Found, open: ReadonlySet<string> = new Set()): void {
  for (const selection of set.selections) {
    if (around.budget.left <= 0) return
    around.budget.left -= 1
    if (selection.kind === Kind.FIELD) {
      const below = [...path, selection.name.value]
      if (found(below, selection) && selection.selectionSet !== undefined) walk(selection.selectionSet, below, around, found, open)
    } else if (selection.kind === Kind.INLINE_FRAGMENT) walk(selection.selectionSet, path, around, found, open)
    else {
      const name = selection.name.value
      const fragment = around.fragments.get(name)
      if (fragment === undefined || open.has(name)) continue
      walk(fragment.selectionSet, path, around, found, new Set([...open, name]))
    }
  }
}
