import { visit, type DocumentNode } from 'graphql'
import type { QueryFeatures } from '../../model/dataset.ts'

const pagination = new Set(['first', 'last', 'limit', 'offset', 'page', 'pageSize'])
const filtering = new Set(['filter', 'where', 'search', 'query', 'conditions'])
const sorting = new Set(['orderBy', 'sortBy', 'sort', 'order', 'orderByDirection'])

/**
 * What a document asks for, as numbers. Names count once over the whole document, without aliases and without those that
 * begin with two underscores; a fragment's fields are as deep as they are in it.
 */
export function readFeatures(document: DocumentNode, query: string): QueryFeatures {
  const names = new Set<string>()
  const given: string[] = []
  let [depth, deepest, variables] = [0, 0, 0]
  visit(document, {
    Field: {
      enter: ({ name }) => {
        depth += 1
        deepest = Math.max(deepest, depth)
        if (!name.value.startsWith('__')) names.add(name.value)
      },
      leave: () => {
        depth -= 1
      },
    },
    Argument: ({ name }) => void given.push(name.value),
    VariableDefinition: () => {
      variables += 1
    },
  })
  const complexity = 2 * names.size + 3 * deepest + 1.5 * given.length
  return {
    depth: deepest,
    fields: names.size,
    arguments: given.length,
    variables,
    complexity_score: Math.round(complexity * 100) / 100,
    has_pagination: given.some((name) => pagination.has(name)),
    has_filtering: given.some((name) => filtering.has(name)),
    has_sorting: given.some((name) => sorting.has(name)),
    query_length: [...query].length,
  }
}
