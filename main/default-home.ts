import { resolve } from 'node:path'
import envPaths from 'env-paths'

/** `VEDETTE_HOME` (an empty one counts as not set), else the place the operating system has for a program's data. Absolute. */
export function defaultHome(): string {
  const named = process.env['VEDETTE_HOME'] ?? ''
  return named === '' ? envPaths('vedette', { suffix: '' }).data : resolve(named)
}
