import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The engine runs on this Node or a newer one: worker features, type stripping and better-sqlite3's binaries. */
export const requiredMajor = 24

/** @param {string} root */
export function bundledNode(root) {
  const place = join(root, 'node_modules', 'node', 'bin')
  return join(place, process.platform === 'win32' ? 'node.exe' : 'node')
}

/**
 * The Node to run everything under: the bundled one, or the one running now where the bundled one is made for another
 * system (its binaries are for glibc) and this one is new enough.
 * @param {string} root
 * @returns {string | undefined}
 */
export function findNode(root) {
  const bundled = bundledNode(root)
  if (existsSync(bundled) && (bundled === process.execPath || runs(bundled))) return bundled
  return Number(process.versions.node.split('.')[0]) >= requiredMajor ? process.execPath : undefined
}

/** @param {string} binary */
function runs(binary) {
  try {
    return execFileSync(binary, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).startsWith('v')
  } catch {
    return false
  }
}
