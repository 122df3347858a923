import type { DatasetSummary } from '../../../app/model/dataset.ts'

export type DatasetKey = Pick<DatasetSummary, 'name' | 'role'>

/** In the address: a name and a role may hold any character. */
export function writeKey({ name, role }: DatasetKey): string {
  return JSON.stringify([name, role])
}

export function readKey(text: string | undefined): DatasetKey | undefined {
  try {
    const read: unknown = JSON.parse(text ?? '')
    if (!Array.isArray(read) || read.length !== 2 || !read.every((part) => typeof part === 'string' && part !== '')) return undefined
    const [name, role] = read as [string, string]
    return { name, role }
  } catch {
    return undefined
  }
}

/** As events about its rows and figures name it. */
export function entityOf({ name, role }: DatasetKey): string {
  return `dataset:${name}/${role}`
}
