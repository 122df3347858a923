import { join, sep } from 'node:path'
import { isOwnAddress } from './origin.ts'

/**
 * The file an address names, or `undefined` for one that is not ours or leads out of the folder. The parser has already
 * taken out `..`; what is still encoded (`%2e%2e%2f`, `%5c`) is decoded here and refused.
 */
export function findFile(directory: string, address: string): string | undefined {
  if (!isOwnAddress(address)) return undefined
  const path = decode(new URL(address).pathname)
  if (path === undefined || path.includes('\0') || path.includes('\\') || path.split('/').includes('..')) return undefined
  const file = join(directory, path === '/' ? 'index.html' : path)
  return file.startsWith(directory + sep) ? file : undefined
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
