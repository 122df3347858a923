import type { RootField } from './query-document.ts'
import { isObject } from './values.ts'

/** The rows of one dataset in an answer. */
export interface AnsweredDataset {
  name: string
  rows: Record<string, unknown>[]
  /** `dataset.field` of what was asked for. */
  fields: string[]
}

export interface Answered {
  datasets: AnsweredDataset[]
  skipped: string[]
}

/**
 * An answer as datasets: by the names of the fields asked for, whatever their aliases, so that nobody hides one by calling it
 * something else. Where the document cannot be read, by the names in the answer.
 */
export function readAnswer(
  response: Readonly<Record<string, unknown>>,
  roots: readonly RootField[],
  isExcluded: (name: string) => boolean,
): Answered {
  const data = Object.hasOwn(response, 'data') ? response['data'] : withoutEnvelope(response)
  const datasets = new Map<string, AnsweredDataset>()
  const skipped = new Set<string>()
  if (isObject(data)) {
    for (const [key, value] of Object.entries(data)) {
      const asked = roots.filter((root) => root.key === key)
      const name = asked[0]?.name ?? key
      if (name.startsWith('__') || isExcluded(name)) {
        skipped.add(name)
        continue
      }
      const dataset = datasets.get(name) ?? { name, rows: [], fields: [] }
      dataset.rows.push(...readRows(value))
      const fields = asked.flatMap((root) => root.fields.map((field) => `${name}.${field}`))
      dataset.fields = [...new Set([...dataset.fields, ...fields])]
      datasets.set(name, dataset)
    }
  }
  return { datasets: [...datasets.values()], skipped: [...skipped] }
}

function withoutEnvelope({
  errors: _errors,
  extensions: _extensions,
  ...rest
}: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return rest
}

/** Relay's connections hold their rows a level or two below. */
function readRows(value: unknown): Record<string, unknown>[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? item : { value: item }))
  if (!isObject(value)) return [{ value }]
  const { edges, nodes } = value
  if (Array.isArray(edges) && edges.every((edge) => isObject(edge) && 'node' in edge))
    return edges.flatMap((edge: Record<string, unknown>) => readRows(edge['node']))
  return Array.isArray(nodes) ? readRows(nodes) : [value]
}
