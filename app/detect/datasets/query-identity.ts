import {
  Kind,
  print,
  type ArgumentNode,
  type DirectiveNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'

/**
 * A query as what it asks for: without whitespace, comments, aliases and literal values, and in one order. Queries with the
 * same text are the same query. What comes twice counts once: a list of ids asked for by an alias each is no other
 * query than a longer one.
 */
export function canonicalText(document: DocumentNode, operation: OperationDefinitionNode): string {
  const parts = [writeOperation(operation)]
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue
    const { name, typeCondition, directives, selectionSet } = definition
    const head = `fragment ${name.value} on ${typeCondition.name.value}${writeDirectives(directives)}`
    parts.push(`${head} ${writeSelections(selectionSet)}`)
  }
  return [parts[0]!, ...parts.slice(1).sort()].join(' ')
}

function writeOperation({ operation, name, variableDefinitions = [], directives, selectionSet }: OperationDefinitionNode): string {
  const variables = variableDefinitions.map(({ variable, type }) => `$${variable.name.value}: ${print(type)}`).sort()
  const list = variables.length === 0 ? '' : `(${variables.join(', ')})`
  return `${operation}${name === undefined ? '' : ` ${name.value}`}${list}${writeDirectives(directives)} ${writeSelections(selectionSet)}`
}

function writeSelections({ selections }: SelectionSetNode): string {
  const written = selections.map((selection) => {
    const directives = writeDirectives(selection.directives)
    if (selection.kind === Kind.FRAGMENT_SPREAD) return `...${selection.name.value}${directives}`
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition === undefined ? '' : ` on ${selection.typeCondition.name.value}`
      return `...${condition}${directives} ${writeSelections(selection.selectionSet)}`
    }
    const below = selection.selectionSet === undefined ? '' : ` ${writeSelections(selection.selectionSet)}`
    return `${selection.name.value}${writeArguments(selection.arguments)}${directives}${below}`
  })
  return `{ ${once(written).join(' ')} }`
}

function writeDirectives(directives: readonly DirectiveNode[] = []): string {
  return directives
    .map(({ name, arguments: given }) => ` @${name.value}${writeArguments(given)}`)
    .sort()
    .join('')
}

function writeArguments(given: readonly ArgumentNode[] = []): string {
  if (given.length === 0) return ''
  const written = given.map(({ name, value }) => `${name.value}: ${writeValue(value)}`)
  return `(${written.sort().join(', ')})`
}

function writeValue(value: ValueNode): string {
  switch (value.kind) {
    case Kind.VARIABLE:
      return `$${value.name.value}`
    case Kind.LIST: {
      const items = once(value.values.map(writeValue)).filter((item) => item !== '?')
      return items.length === 0 ? '?' : `[${items.join(', ')}]`
    }
    case Kind.OBJECT:
      return `{${value.fields
        .map(({ name, value: inner }) => `${name.value}: ${writeValue(inner)}`)
        .sort()
        .join(', ')}}`
    default:
      return '?'
  }
}

function once(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort()
}
