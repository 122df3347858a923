import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes what spares work the next time. In a checkout that cannot be written to (somebody else's, a read-only disk) the
 * work is done again instead: nobody is kept from what is installed and built.
 * @param {string} file
 * @param {string} text
 * @returns {boolean} whether it could be written
 */
export function note(file, text) {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return true
  } catch {
    return false
  }
}
